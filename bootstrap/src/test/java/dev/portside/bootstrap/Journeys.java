package dev.portside.bootstrap;

/** All journeys; each set-up that they run on is a class of a few lines. */
interface Journeys
        extends UserJourneys,
                UserFormJourneys,
                EventJourneys,
                ImageJourneys,
                AvatarJourneys,
                ErrorJourneys,
                OperationJourneys {}
