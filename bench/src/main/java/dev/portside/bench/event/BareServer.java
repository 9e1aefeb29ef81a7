package dev.portside.bench.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.portside.bench.server.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A server that answers requests when rows for them are durable, and does nothing else: it does not read what it is sent, nor
 * ask whether it is there already, nor count it. What has arrived while rows were written is written together, by one
 * statement that commits by itself, the cheapest way that was found: COPY of both tables was slower by a tenth. What it takes in
 * a second is a measure of what is left for everything that a server of events has to do.
 *
 * <p>It counts on clients that send a request at once and wait for the answer, as wrk does, and on tables that hold the present
 * month.
 */
final class BareServer implements AutoCloseable {

    private static final String CONTENT = "{\"accepted\":1,\"duplicates\":0}";
    private static final byte[] ANSWER = ("HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: "
                    + CONTENT.length() + "\r\n\r\n" + CONTENT)
            .getBytes(US_ASCII);

    private static final String WRITE = """
        with noted as (insert into event_ids select unnest(?::uuid[]))
        insert into events (id, name, person, at, properties)
        select unnest(?::uuid[]), unnest(?::text[]), unnest(?::text[]), unnest(?::timestamptz[]), unnest(?::json[])
        """;

    /** Of two, one is written while the other's rows are put together; three took no more. */
    private static final int WRITERS = 2;

    private final ServerSocketChannel listener;
    private final Selector selector;
    private final BlockingQueue<SocketChannel> arrived = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    private BareServer(ServerSocketChannel listener, Selector selector) {
        this.listener = listener;
        this.selector = selector;
    }

    /** Starts one on a free port of the loopback interface. */
    static BareServer start(Database database) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        listener.configureBlocking(false);
        BareServer intake = new BareServer(listener, Selector.open());
        listener.register(intake.selector, SelectionKey.OP_ACCEPT);
        intake.run(intake::receive);
        for (int i = 0; i < WRITERS; i++) {
            GeneratedEvents madeUp = new GeneratedEvents(i);
            intake.run(() -> intake.write(database, madeUp));
        }
        return intake;
    }

    int port() {
        return listener.socket().getLocalPort();
    }

    private void run(Runnable work) {
        Runnable observed = () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
                // Clients wait no longer than that.
                threads.getFirst().interrupt();
            }
        };
        threads.add(Thread.ofPlatform().name("bare-intake").daemon().start(observed));
    }

    private void receive() {
        ByteBuffer unread = ByteBuffer.allocateDirect(64 * 1024);
        try (selector;
                listener) {
            while (!Thread.currentThread().isInterrupted()) {
                selector.select(key -> ready(key, unread));
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ready(SelectionKey key, ByteBuffer unread) {
        try {
            if (key.isAcceptable()) {
                SocketChannel client = listener.accept();
                client.configureBlocking(false);
                client.setOption(StandardSocketOptions.TCP_NODELAY, true);
                client.register(selector, SelectionKey.OP_READ);
            } else if (key.channel() instanceof SocketChannel client) {
                if (client.read(unread.clear()) < 0) {
                    client.close();
                } else if (unread.get(unread.position() - 1) == '}') {
                    arrived.add(client);
                } else {
                    throw new IllegalStateException("A request came in parts, which this does not count on");
                }
            }
        } catch (IOException e) {
            // The client has gone, and its measurement says so.
            key.cancel();
        }
    }

    private void write(Database database, GeneratedEvents madeUp) {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(WRITE)) {
            List<SocketChannel> group = new ArrayList<>();
            while (true) {
                group.add(arrived.take());
                arrived.drainTo(group);
                write(connection, statement, madeUp.rows(group.size(), Instant.now()));
                for (SocketChannel client : group) {
                    answer(client);
                }
                group.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw new IllegalStateException("Rows could not be written: " + e.getMessage(), e);
        }
    }

    /** @param columns in the order of {@link GeneratedEvents#row} */
    private static void write(Connection connection, PreparedStatement statement, String[][] columns)
            throws SQLException {
        statement.setArray(1, connection.createArrayOf("text", columns[0]));
        for (int i = 0; i < columns.length; i++) {
            statement.setArray(2 + i, connection.createArrayOf("text", columns[i]));
        }
        statement.executeUpdate();
    }

    private static void answer(SocketChannel client) {
        try {
            client.write(ByteBuffer.wrap(ANSWER));
        } catch (IOException e) {
            // The client has ended its measurement meanwhile.
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }
}
