package dev.portside.cache.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.redisson.client.handler.CommandDecoder;

class ReplyLimitTest {

    private static final long MAX = ReplyLimit.MAX_BYTES;

    private final AtomicInteger exceeded = new AtomicInteger();

    /** What Redis says, in all the kinds of both versions of the protocol. */
    @SuppressWarnings("StringConcatToTextBlock") // lines end with CR LF
    private static final String SOUND = "+OK\r\n-ERR no\r\n:12345678901234567890\r\n$-1\r\n*-1\r\n_\r\n#t\r\n,1.5\r\n"
            + "$0\r\n\r\n$5\r\n$9999\r\n$26\r\n$99999999999\r\n$99999999999\r\n*2\r\n$1\r\na\r\n:7\r\n"
            + "!3\r\nERR\r\n=7\r\ntxt:abc\r\n%1\r\n+a\r\n+b\r\n>3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$2\r\n\r\n\r\n";

    @Test
    void what_redis_says_passes_unchanged_however_it_is_cut_up() {
        for (int piece : new int[] {1, 2, 3, 7, 1_000}) {
            passesUnchanged(piece);
        }
    }

    private void passesUnchanged(int piece) {
        EmbeddedChannel channel = channel();
        String said = SOUND + "$" + MAX + "\r\n" + "x".repeat((int) MAX) + "\r\n" + SOUND;
        StringBuilder passed = new StringBuilder();
        for (int at = 0; at < said.length(); at += piece) {
            write(channel, said.substring(at, Math.min(said.length(), at + piece)));
            for (ByteBuf bytes = channel.readInbound(); bytes != null; bytes = channel.readInbound()) {
                passed.append(bytes.toString(ISO_8859_1));
                bytes.release();
            }
        }
        assertEquals(said, passed.toString());
        assertTrue(channel.isOpen());
        assertEquals(0, exceeded.get());
    }

    @Test
    void a_connection_that_announces_more_is_closed_before_it_comes() {
        int closed = 0;
        for (String said : new String[] {
            "$1048577\r\n",
            "*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$6000000",
            "=99999999999999999999999",
            "!1048577\r\n",
            SOUND + "$1048577"
        }) {
            EmbeddedChannel channel = channel();
            write(channel, said);

            assertFalse(channel.isOpen(), said);
            assertEquals(++closed, exceeded.get(), said);
        }
    }

    @Test
    void a_line_that_does_not_end_is_too_much_as_well() {
        EmbeddedChannel channel = channel();
        write(channel, "-ERR " + "x".repeat(70_000));

        assertFalse(channel.isOpen());
        assertEquals(1, exceeded.get());
    }

    private EmbeddedChannel channel() {
        // Only its place in the pipeline matters here: it hands everything on.
        CommandDecoder decoder = new CommandDecoder("redis") {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                context.fireChannelRead(message);
            }
        };
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        ReplyLimit.addTo(channel, exceeded::incrementAndGet);
        return channel;
    }

    private static void write(EmbeddedChannel channel, String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, ISO_8859_1));
    }
}
