package dev.portside.cache.redis;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.redisson.client.handler.CommandDecoder;

/**
 * Bound on what Redis may send as one string: Redisson collects a reply or message whole before anybody can look at it, so
 * a program that can write to Redis could fill the heap of every node. A connection on which more is announced is closed before any of
 * it is collected. Redisson then makes another.
 *
 * <p>It reads the lengths of the Redis serialisation protocol, versions 2 and 3, and nothing else of it.
 */
final class ReplyLimit extends ChannelInboundHandlerAdapter {

    /** Of keys and messages of Portside's own, at most 129 KiB; the map of a large cluster has some hundred. */
    static final long MAX_BYTES = 1L << 20;

    /** Of a line: a simple string, an error, a number. */
    private static final long MAX_LINE = 64 * 1024;

    private final Runnable exceeded;
    private boolean inLine;
    private boolean announces;
    private long length;
    private long lineBytes;
    private long toSkip;
    private boolean closed;

    private ReplyLimit(Runnable exceeded) {
        this.exceeded = exceeded;
    }

    /** Puts one before what collects replies. */
    static void addTo(Channel channel, Runnable exceeded) {
        ChannelHandlerContext decoder = channel.pipeline().context(CommandDecoder.class);
        channel.pipeline().addBefore(decoder.name(), "portside-reply-limit", new ReplyLimit(exceeded));
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nothing waits for the end of the connection
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes && (closed || exceeds(bytes))) {
            ReferenceCountUtil.release(message);
            if (!closed) {
                closed = true;
                exceeded.run();
                context.close();
            }
            return;
        }
        context.fireChannelRead(message);
    }

    private boolean exceeds(ByteBuf bytes) {
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (at < end) {
            if (toSkip > 0) {
                int skipped = (int) Math.min(toSkip, end - at);
                toSkip -= skipped;
                at += skipped;
                continue;
            }
            byte b = bytes.getByte(at++);
            if (!inLine) {
                inLine = true;
                // Strings, their errors and verbatim ones; all else is a line, or a count of what follows.
                announces = b == '$' || b == '!' || b == '=';
                length = 0;
                lineBytes = 0;
            } else if (b == '\n') {
                inLine = false;
                // With the line end behind it. Of one that is not there, the length is -1 and nothing follows.
                toSkip = announces && length >= 0 ? length + 2 : 0;
            } else if (++lineBytes > MAX_LINE || (announces && !isLength(b))) {
                return true;
            }
        }
        return false;
    }

    /** Takes one more character of a length; returns whether it is still within the bound. */
    private boolean isLength(byte b) {
        if (b == '-') {
            length = Long.MIN_VALUE / 2;
        } else if (b >= '0' && b <= '9') {
            length = length < 0 ? length : length * 10 + (b - '0');
        }
        return length <= MAX_BYTES;
    }
}
