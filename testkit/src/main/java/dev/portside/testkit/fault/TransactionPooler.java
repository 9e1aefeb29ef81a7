package dev.portside.testkit.fault;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A pooler before a PostgreSQL, such as pgbouncer in transaction mode: each transaction of a client runs on the connection to the server
 * that has been idle for longest, so that nearly none meets the one before. Whatever a client leaves in a session is met by another. It
 * listens on a free port of the loopback interface, and speaks version 3 of the protocol, without encryption.
 */
public final class TransactionPooler implements AutoCloseable {

    /** What such poolers can give to each server connection; anything else that a client starts with is refused. */
    private static final Set<String> KNOWN = Set.of(
            "user",
            "database",
            "client_encoding",
            "DateStyle",
            "TimeZone",
            "application_name",
            // As every set-up for JDBC has it.
            "extra_float_digits");

    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;
    private static final int CANCEL_REQUEST = 80877102;

    private final InetSocketAddress server;
    private final Set<String> ignored;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Peer> idle = new LinkedBlockingQueue<>();
    private final AtomicInteger clients = new AtomicInteger();
    private final AtomicInteger transactions = new AtomicInteger();

    private TransactionPooler(InetSocketAddress server, Set<String> ignored) throws IOException {
        this.server = server;
        this.ignored = Set.copyOf(ignored);
        this.listener = new ServerSocket(0, 50, InetAddress.getByAddress(LOOPBACK));
        Thread.ofVirtual().name("transaction-pooler").start(this::accept);
    }

    /** A pooler before this server. */
    public static TransactionPooler before(InetSocketAddress server) {
        return before(server, Set.of());
    }

    /** The same that lets clients in who start with these parameters, and leaves them out, as pgbouncer may be configured. */
    public static TransactionPooler before(InetSocketAddress server, Set<String> ignored) {
        try {
            return new TransactionPooler(server, ignored);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients connect to. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** How many clients have been let in. */
    public int clients() {
        return clients.get();
    }

    /** How many transactions have been given a connection to the server. */
    public int transactions() {
        return transactions.get();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Peer(DataInputStream in, OutputStream out) {}

    /** One message of the protocol. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Message(char type, byte[] body) {

        static Message read(DataInputStream in) throws IOException {
            char type = (char) in.readUnsignedByte();
            byte[] body = new byte[in.readInt() - Integer.BYTES];
            in.readFully(body);
            return new Message(type, body);
        }

        void writeTo(OutputStream out) throws IOException {
            out.write(ByteBuffer.allocate(1 + Integer.BYTES + body.length)
                    .put((byte) type)
                    .putInt(body.length + Integer.BYTES)
                    .put(body)
                    .array());
        }
    }

    private Peer peer(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        if (listener.isClosed()) {
            socket.close();
        }
        return new Peer(
                new DataInputStream(new BufferedInputStream(socket.getInputStream())), socket.getOutputStream());
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                Thread.ofVirtual().name("transaction-pooler-client").start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: no client is to get in any more.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Peer client = peer(socket);
            byte[] start = startUp(client);
            if (start.length > 0 && isAdmitted(start, client)) {
                login(withoutIgnored(start), client);
                while (carryTransaction(client)) {
                    transactions.incrementAndGet();
                }
            }
        } catch (EOFException e) {
            // The client has gone.
        } catch (IOException e) {
            // One of the two has; the other finds out.
        } finally {
            sockets.remove(socket);
        }
    }

    /** Empty for what needs no connection. */
    private static byte[] startUp(Peer client) throws IOException {
        while (true) {
            byte[] start = new byte[client.in.readInt() - Integer.BYTES];
            client.in.readFully(start);
            switch (ByteBuffer.wrap(start).getInt()) {
                case SSL_REQUEST, GSS_REQUEST -> client.out.write('N');
                case CANCEL_REQUEST -> {
                    return new byte[0];
                }
                default -> {
                    return start;
                }
            }
        }
    }

    private boolean isAdmitted(byte[] start, Peer client) throws IOException {
        String[] parameters = parameters(start);
        for (int i = 0; i + 1 < parameters.length && !parameters[i].isEmpty(); i += 2) {
            if (!KNOWN.contains(parameters[i]) && !ignored.contains(parameters[i])) {
                String said = "SFATAL\0VFATAL\0C08P01\0Munsupported startup parameter: " + parameters[i] + "\0\0";
                new Message('E', said.getBytes(StandardCharsets.UTF_8)).writeTo(client.out);
                return false;
            }
        }
        return true;
    }

    private static String[] parameters(byte[] start) {
        return new String(start, Integer.BYTES, start.length - Integer.BYTES, StandardCharsets.UTF_8).split("\0", -1);
    }

    private byte[] withoutIgnored(byte[] start) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        kept.write(start, 0, Integer.BYTES);
        String[] parameters = parameters(start);
        for (int i = 0; i + 1 < parameters.length && !parameters[i].isEmpty(); i += 2) {
            if (!ignored.contains(parameters[i])) {
                kept.write((parameters[i] + "\0" + parameters[i + 1] + "\0").getBytes(StandardCharsets.UTF_8));
            }
        }
        kept.write(0);
        return kept.toByteArray();
    }

    /** Each client has the server say whether it may come in, on a connection that serves all from then on. */
    private void login(byte[] start, Peer client) throws IOException {
        Socket socket = new Socket(server.getAddress(), server.getPort());
        Peer backend = peer(socket);
        backend.out.write(ByteBuffer.allocate(Integer.BYTES + start.length)
                .putInt(start.length + Integer.BYTES)
                .put(start)
                .array());
        while (true) {
            Message message = Message.read(backend.in);
            Message passed = message.type == 'K' ? new Message('K', ownKey()) : message;
            passed.writeTo(client.out);
            boolean asks = message.type == 'R'
                    && isQuestion(ByteBuffer.wrap(message.body).getInt());
            if (asks) {
                Message.read(client.in).writeTo(backend.out);
            }
            if (message.type == 'Z') {
                idle.add(backend);
                clients.incrementAndGet();
                return;
            }
        }
    }

    /** Password in clear text, MD5, SASL and its continuation. */
    private static boolean isQuestion(int kind) {
        return kind == 3 || kind == 5 || kind == 10 || kind == 11;
    }

    private static byte[] ownKey() {
        byte[] key = new byte[2 * Integer.BYTES];
        ThreadLocalRandom.current().nextBytes(key);
        return key;
    }

    /** From a client's first message to the end of its transaction; false when the client ends. */
    private boolean carryTransaction(Peer client) throws IOException {
        Message first = Message.read(client.in);
        if (first.type == 'X') {
            return false;
        }
        Peer backend = take();
        boolean ended = false;
        try {
            Message message = first;
            do {
                carryQuestion(message, client, backend);
                ended = carryAnswer(client, backend);
                message = ended ? message : Message.read(client.in);
            } while (!ended && message.type != 'X');
            return ended;
        } finally {
            // One that was left in the middle is nothing for others.
            if (ended) {
                idle.add(backend);
            } else {
                backend.out.close();
            }
        }
    }

    private Peer take() throws IOException {
        try {
            return idle.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Up to what the server answers: a query, or the end of several messages. */
    private static void carryQuestion(Message first, Peer client, Peer backend) throws IOException {
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        Message message = first;
        message.writeTo(together);
        while ("QSFcf".indexOf(message.type) < 0) {
            message = Message.read(client.in);
            message.writeTo(together);
        }
        together.writeTo(backend.out);
    }

    /** Up to the server's being ready; true when no transaction goes on. What is copied goes both ways. */
    private static boolean carryAnswer(Peer client, Peer backend) throws IOException {
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        while (true) {
            Message message = Message.read(backend.in);
            message.writeTo(together);
            if (message.type == 'Z') {
                together.writeTo(client.out);
                return message.body[0] == 'I';
            }
            if (message.type == 'G') {
                together.writeTo(client.out);
                together.reset();
                carryQuestion(Message.read(client.in), client, backend);
            }
        }
    }
}
