package dev.portside.application.usecases;

import dev.portside.application.event.Analytics;
import dev.portside.application.image.Avatars;
import dev.portside.application.image.Images;
import dev.portside.application.readiness.Readiness;
import dev.portside.application.user.UserAccounts;

/**
 * Use cases that an API, or another program, is made of.
 *
 * @param avatars of these users
 * @param readiness whether the others may be used yet
 */
public record UseCases(UserAccounts users, Analytics analytics, Images images, Avatars avatars, Readiness readiness) {}
