package dev.portside.bench.micro;

import dev.portside.application.inmemory.InMemoryUserStore;
import dev.portside.application.user.Registration;
import dev.portside.application.user.UserAccounts;
import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.UserName;
import dev.portside.http.Body;
import dev.portside.http.Request;
import dev.portside.http.Response;
import dev.portside.http.pipeline.Api;
import dev.portside.http.pipeline.ApiSettings;
import dev.portside.http.user.UserRoutes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;

/** The API with a hundred users in memory: whatever time it takes is its own. */
final class InMemoryApi {

    private static final int USERS = 100;

    private final Api api;

    InMemoryApi() {
        UserAccounts accounts = new UserAccounts(new InMemoryUserStore(), Clock.systemUTC());
        for (int i = 1; i <= USERS; i++) {
            NewUser user = new NewUser(
                    new UserName("Katarzyna Fernández"), new EmailAddress("katarzyna.fernandez" + i + "@example.org"));
            if (!(accounts.register(user) instanceof Registration.Registered)) {
                throw new IllegalStateException("User " + i + " was not registered");
            }
        }
        this.api = new Api(ApiSettings.DEFAULTS, UserRoutes.of(accounts, false), () -> true, new SimpleMeterRegistry());
    }

    Response get(String path, String query) {
        return api.handle(new Request("GET", "", path, query, name -> List.of(), Body.NONE));
    }

    void close() {
        api.close();
    }
}
