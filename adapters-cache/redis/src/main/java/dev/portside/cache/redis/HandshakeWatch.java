package dev.portside.cache.redis;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Record of why TLS failed, where Redisson only reports that there was no connection in time. */
final class HandshakeWatch extends ChannelInboundHandlerAdapter {

    private final AtomicReference<@Nullable Throwable> failure;

    HandshakeWatch(AtomicReference<@Nullable Throwable> failure) {
        this.failure = failure;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
            failure.set(handshake.cause());
        }
        context.fireUserEventTriggered(event);
    }
}
