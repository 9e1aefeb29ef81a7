package dev.portside.persistence.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.application.user.UserStore;
import dev.portside.domain.user.UserId;
import dev.portside.persistence.Postgres;
import dev.portside.persistence.TestStorage;
import dev.portside.testkit.services.PrivatePostgres;
import dev.portside.testkit.services.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecoveryTest {

    private static final int THREADS = 8;

    /** Load of a thread that never stops sending requests. */
    private static final class Load implements Callable<Void> {

        private final UserStore users;
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicInteger answers = new AtomicInteger();
        private final AtomicInteger refusals = new AtomicInteger();

        Load(UserStore users) {
            this.users = users;
        }

        @Override
        public Void call() {
            while (!over.get()) {
                try {
                    users.byId(new UserId(1));
                    answers.incrementAndGet();
                } catch (Fault fault) {
                    assertEquals(Category.UNAVAILABLE, fault.category(), fault::toString);
                    refusals.incrementAndGet();
                }
            }
            return null;
        }

        void awaitAnswers(int more) throws InterruptedException {
            int before = answers.get();
            while (answers.get() < before + more) {
                Thread.sleep(1);
            }
        }

        void awaitRefusals(int more) throws InterruptedException {
            int before = refusals.get();
            while (refusals.get() < before + more) {
                Thread.sleep(1);
            }
        }
    }

    @Test
    void a_restart_under_load_is_over_when_the_server_has_returned() throws Exception {
        try (PrivatePostgres server = TestPostgres.startPrivate();
                Postgres postgres = TestStorage.open(TestStorage.settings(server.database()));
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            postgres.migrate();
            postgres.dependencies().getFirst().check();
            Load load = new Load(postgres.users());
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(executor.submit(load));
            }
            load.awaitAnswers(1_000);

            server.stop();
            load.awaitRefusals(10_000);
            assertThrows(Fault.class, () -> postgres.dependencies().getFirst().check());
            server.startAgain();
            load.awaitAnswers(10_000);
            int refusals = load.refusals.get();
            load.awaitAnswers(10_000);
            assertEquals(refusals, load.refusals.get(), "it was over, and then was not");
            load.over.set(true);
            for (Future<Void> one : running) {
                one.get();
            }

            postgres.dependencies().getFirst().check();
        }
    }
}
