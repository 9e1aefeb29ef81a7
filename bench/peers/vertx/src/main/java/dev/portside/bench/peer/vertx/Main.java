package dev.portside.bench.peer.vertx;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/** Users behind HTTP on Vert.x, as its guides have it: one verticle for each core, no thread ever waits. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        int cores = Runtime.getRuntime().availableProcessors();
        Vertx vertx = Vertx.vertx(
                new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(cores));
        vertx.deployVerticle(UserServer::new, new DeploymentOptions().setInstances(cores))
                .onFailure(e -> {
                    e.printStackTrace();
                    System.exit(1);
                });
    }
}
