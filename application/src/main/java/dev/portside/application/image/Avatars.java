package dev.portside.application.image;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.application.image.AvatarAbsence.UserMissing;
import dev.portside.application.image.Avatars.Answer.Known;
import dev.portside.application.image.Avatars.Answer.Shown;
import dev.portside.application.image.Avatars.Upload.Uploaded;
import dev.portside.application.image.ImageRefusal.FormatNotAvailable;
import dev.portside.application.image.ResizeResult.Resized;
import dev.portside.application.transaction.HostTransactions;
import dev.portside.domain.image.Avatar;
import dev.portside.domain.image.AvatarDigest;
import dev.portside.domain.image.AvatarHead;
import dev.portside.domain.image.AvatarPrecondition;
import dev.portside.domain.image.AvatarSize;
import dev.portside.domain.image.AvatarVariant;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.user.UserId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Users' images. The original is kept as it came and never shown; what is shown is made of it. Safe for use by many
 * threads; every method may throw {@link Fault}, OVERLOADED where too much is being resized already.
 */
public final class Avatars {

    /** Outcome of {@link #put}. */
    public sealed interface Upload
            permits Upload.Uploaded, AvatarStore.Storing.PreconditionFailed, UserMissing, ImageRefusal {

        /** It is the user's avatar now. */
        record Uploaded(AvatarDigest digest) implements Upload {}
    }

    /** Outcome of {@link #get}. */
    public sealed interface Answer permits Answer.Shown, Answer.Known, AvatarAbsence, ImageRefusal {

        /**
         * The image.
         *
         * @param file shared with other callers and not to be changed
         */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Shown(AvatarVariant variant, byte[] file) implements Answer {}

        /** The caller has this variant already. */
        record Known(AvatarVariant variant) implements Answer {}
    }

    /** An image is replaced while it is looked at once in a while; so many times in a row, something is wrong. */
    private static final int ATTEMPTS = 10;

    private static final AvatarRequest USUAL = new AvatarRequest(AvatarSize.DEFAULT, Optional.empty());

    private final AvatarStore store;
    private final AvatarVariants variants;
    private final Optional<HostTransactions> transactions;
    private final Clock clock;

    public Avatars(AvatarStore store, AvatarVariants variants, Clock clock) {
        this(store, variants, Optional.empty(), clock);
    }

    /** @param transactions of the program around the core, in which what they have written is seen */
    public Avatars(AvatarStore store, AvatarVariants variants, Optional<HostTransactions> transactions, Clock clock) {
        this.store = store;
        this.variants = variants;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Makes this the user's avatar, unless it cannot be shown: only decoding finds that out, so the variant that is asked for most
     * is made at once.
     *
     * @param precondition looked at before anything is decoded, and decided when the avatar is stored
     * @param original not to be changed any more: others may be waiting for what is made of it when this returns
     */
    public Upload put(UserId user, byte[] original, AvatarPrecondition precondition) {
        return switch (variants.probe(original)) {
            case ImageRefusal refusal -> refusal;
            case ImageFile file -> put(user, avatar(file.header().format(), original), precondition);
        };
    }

    private Upload put(UserId user, Avatar avatar, AvatarPrecondition precondition) {
        // Images that cannot be stored must not keep this machine busy.
        Optional<AvatarDigest> current = Optional.empty();
        switch (store.head(user)) {
            case UserMissing missing -> {
                return missing;
            }
            case AvatarAbsence.AvatarMissing missing -> {}
            case AvatarStore.Lookup.Found(AvatarHead head) -> current = Optional.of(head.digest());
        }
        if (!precondition.admits(current)) {
            return new AvatarStore.Storing.PreconditionFailed();
        }
        if (usual(avatar) instanceof ImageRefusal refusal) {
            return refusal;
        }
        return switch (store.put(user, avatar, precondition, clock.instant().truncatedTo(ChronoUnit.MICROS))) {
            case AvatarStore.Storing.Stored stored -> new Uploaded(avatar.head().digest());
            case AvatarStore.Storing.PreconditionFailed failed -> failed;
            case UserMissing missing -> missing;
        };
    }

    private ResizeResult usual(Avatar avatar) {
        AvatarVariant variant = variants.variant(avatar.head(), USUAL);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            // Empty only when it was left to one who asked for another user's equal image, which has gone meanwhile.
            Optional<ResizeResult> result = variant(variant, avatar.head(), () -> Optional.of(avatar.original()));
            if (result.isPresent()) {
                return result.get();
            }
        }
        throw new Fault(Category.UNAVAILABLE, "Equal images of others were removed again and again");
    }

    /**
     * The user's avatar, of which every upload and removal that has returned is seen.
     *
     * @param known whether this variant is there already where it is wanted; then neither it nor the original is touched. Not
     *     asked about formats that are not written here
     */
    public Answer get(UserId user, AvatarRequest wish, Predicate<AvatarVariant> known) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Answer> answer = switch (store.head(user)) {
                case AvatarAbsence absence -> Optional.of(absence);
                case AvatarStore.Lookup.Found(AvatarHead head) ->
                    shown(user, head, variants.variant(head, wish), known);
            };
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw new Fault(Category.UNAVAILABLE, "The avatar of user " + user + " was replaced again and again");
    }

    /** Empty when the avatar is another one by now. */
    private Optional<Answer> shown(
            UserId user, AvatarHead head, AvatarVariant variant, Predicate<AvatarVariant> known) {
        Optional<FormatNotAvailable> unavailable = variants.unavailable(variant);
        if (unavailable.isPresent()) {
            return Optional.of(unavailable.get());
        }
        if (known.test(variant)) {
            return Optional.of(new Known(variant));
        }
        return variant(variant, head, () -> original(user, head)).map(result -> switch (result) {
            case Resized resized -> new Shown(variant, resized.bytes());
            case ImageRefusal refusal -> refusal;
        });
    }

    private Optional<ResizeResult> variant(
            AvatarVariant variant, AvatarHead head, Supplier<Optional<byte[]>> original) {
        // Shared work reads the original on another thread, which is not in the transaction: it would not see what that
        // has
        // written, and would wait for a connection beside the one that is held here.
        return transactions.filter(HostTransactions::isActive).isPresent()
                ? variants.getApart(variant, head.length(), original)
                : variants.get(variant, head.length(), original);
    }

    private Optional<byte[]> original(UserId user, AvatarHead head) {
        return store.find(user)
                .filter(avatar -> avatar.head().digest().equals(head.digest()))
                .map(Avatar::original);
    }

    /** Removes the avatar as {@link AvatarStore#remove} says. */
    public AvatarStore.Removal remove(UserId user, AvatarPrecondition precondition) {
        return store.remove(user, precondition);
    }

    private static Avatar avatar(ImageFormat format, byte[] original) {
        return new Avatar(new AvatarHead(digest(original), format, original.length), original);
    }

    /** What names a file: the SHA-256 of all of it. */
    public static AvatarDigest digest(byte[] file) {
        try {
            return AvatarDigest.of(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
