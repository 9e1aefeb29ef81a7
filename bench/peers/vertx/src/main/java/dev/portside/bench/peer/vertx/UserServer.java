package dev.portside.bench.peer.vertx;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** The four routes. */
public final class UserServer extends VerticleBase {

    private static final String PATH = "/api/v1/users";
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private Users users;

    @Override
    public Future<?> start() {
        users = Users.connect(vertx);
        return vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(Integer.parseInt(System.getenv("PORT")), "127.0.0.1");
    }

    private void handle(HttpServerRequest request) {
        String path = request.path();
        if (path.equals(PATH) && request.method() == HttpMethod.GET) {
            list(request);
        } else if (path.equals(PATH) && request.method() == HttpMethod.POST) {
            request.body().onSuccess(body -> register(request, body)).onFailure(e -> fail(request, e));
        } else if (path.startsWith(PATH + "/") && request.method() == HttpMethod.GET) {
            byId(request, path.substring(PATH.length() + 1));
        } else {
            error(request, 404, "no such path");
        }
    }

    private void list(HttpServerRequest request) {
        int limit;
        Optional<Place> after;
        try {
            String given = request.getParam("limit");
            limit = given == null ? DEFAULT_LIMIT : Integer.parseInt(given);
            after = Optional.ofNullable(request.getParam("after")).map(Place::parse);
        } catch (IllegalArgumentException e) {
            error(request, 400, "limit must be a number and after a cursor");
            return;
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            error(request, 400, "limit must be 1 to 100");
            return;
        }
        Future<JsonArray> page = after.map(place -> users.after(place, limit)).orElseGet(() -> users.newest(limit));
        page.onSuccess(array -> answer(request, 200, array.toBuffer())).onFailure(e -> fail(request, e));
    }

    private void byId(HttpServerRequest request, String text) {
        long id;
        try {
            id = Long.parseLong(text);
        } catch (NumberFormatException e) {
            error(request, 400, "id must be a number");
            return;
        }
        users.byId(id)
                .onSuccess(found -> found.ifPresentOrElse(
                        user -> answer(request, 200, user.toBuffer()), () -> error(request, 404, "no such user")))
                .onFailure(e -> fail(request, e));
    }

    private void register(HttpServerRequest request, Buffer body) {
        String name;
        String email;
        try {
            JsonObject json = body.toJsonObject();
            name = json.getString("name");
            email = json.getString("email");
        } catch (DecodeException | ClassCastException e) {
            error(request, 400, "the body must be JSON with name and email");
            return;
        }
        if (name == null || name.isEmpty() || email == null || email.indexOf('@') < 0) {
            error(request, 400, "name and email must be given");
            return;
        }
        users.register(name, email)
                .onSuccess(registered -> registered.ifPresentOrElse(
                        user -> {
                            request.response().putHeader(HttpHeaders.LOCATION, PATH + "/" + user.getLong("id"));
                            answer(request, 201, user.toBuffer());
                        },
                        () -> error(request, 409, "the email is taken")))
                .onFailure(e -> fail(request, e));
    }

    private static void answer(HttpServerRequest request, int status, Buffer body) {
        HttpServerResponse response = request.response().setStatusCode(status);
        response.headers().set(HttpHeaders.CONTENT_TYPE, JSON);
        response.end(body);
    }

    private static void error(HttpServerRequest request, int status, String text) {
        answer(
                request,
                status,
                new JsonObject().put("error", text).put("status", status).toBuffer());
    }

    private static void fail(HttpServerRequest request, Throwable e) {
        e.printStackTrace();
        error(request, 500, "this went wrong");
    }
}
