package dev.portside.bootstrap;

/** All stories; each set-up that they are told on is a class of a few lines. */
interface Journeys
        extends UserJourneys,
                UserFormJourneys,
                EventJourneys,
                ImageJourneys,
                AvatarJourneys,
                ErrorJourneys,
                OperationJourneys {}
