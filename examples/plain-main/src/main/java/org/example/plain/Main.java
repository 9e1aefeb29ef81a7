package org.example.plain;

import dev.portside.application.image.ImageRefusal;
import dev.portside.application.image.ResizeResult;
import dev.portside.application.user.Registration;
import dev.portside.core.Portside;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.PersonId;
import dev.portside.domain.event.PropertyName;
import dev.portside.domain.image.Fit;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ResizeOrder;
import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Users, events and images in memory. */
public final class Main {

    private Main() {}

    // README: main
    public static void main(String[] args) throws IOException {
        try (Portside portside = Portside.builder().start()) {
            NewUser ada = new NewUser(new UserName("Ada Lovelace"), new EmailAddress("ada@example.org"));
            System.out.println(
                    switch (portside.users().register(ada)) {
                        case Registration.Registered(User user) -> "Welcome, " + user.name();
                        case Registration.EmailTaken(EmailAddress email) -> email.value() + " is taken";
                    });

            Optional<PersonId> who = Optional.of(new PersonId("ada"));
            portside.analytics().record(new EventName("signup"), who, Map.of(new PropertyName("plan"), "pro"));
            System.out.println(portside.analytics().totals().names());

            ByteBuffer photo = ByteBuffer.wrap(Files.readAllBytes(Path.of(args[0])));
            ResizeOrder small = ResizeOrder.of(320, 320, Fit.COVER, ImageFormat.JPEG);
            System.out.println(
                    switch (portside.images().resize(photo, small)) {
                        case ResizeResult.Resized made -> made.size() + ", " + made.bytes().length + " bytes";
                        case ImageRefusal refusal -> "not resized: " + refusal;
                    });
        }
    }
    // README: end
}
