package io.github.azuremonitor.appender.common.chaos;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.chaos.Weather.Episode;
import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import java.time.Duration;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A service and a network with troubles; remembers each row that it stored. */
final class FickleAzure implements Azure {
    /** What may go wrong, in the order in which a request meets it. */
    enum Failure {
        NO_TOKEN,
        PROXY_WANTS_LOGIN,
        PORTAL,
        PROXY_LIMIT,
        RESET,
        HANG,
        TOKEN_EXPIRED,
        TOKEN_REFUSED,
        UNKNOWN_RULE,
        NO_ROLE,
        UNKNOWN_STREAM,
        SERVICE_LIMIT,
        NARROW_TIMES,
        BAD_STREAM,
        THROTTLED,
        ERROR_500,
        UNAVAILABLE_503,
        LOST_ANSWER,
        HALF_ANSWER
    }

    /** What is configured wrongly is so for each request. */
    private static final Set<Failure> CONSISTENT = EnumSet.range(Failure.TOKEN_EXPIRED, Failure.BAD_STREAM);

    private static final long REQUEST_TIMEOUT_MILLIS = 30_000;

    private final RowBook book;
    private final List<String> streams;
    private final Weather<Failure> weather;
    private final Random random;

    /** By number of process. */
    private final Map<Integer, Token> tokens = new HashMap<>();

    FickleAzure(RowBook book, List<String> streams, Weather<Failure> weather, Random random) {
        this.book = book;
        this.streams = streams;
        this.weather = weather;
        this.random = random;
    }

    @Override
    public Reply receive(SimulatedProcess from, Batch batch, long now) {
        BitSet ids = RowBook.ids(batch);
        Token token = tokens.computeIfAbsent(from.number(), number -> new Token());
        token.lastSeen = now;
        Reply reply = null;
        for (Episode<Failure> episode : weather.at(now)) {
            if (CONSISTENT.contains(episode.kind()) || random.nextDouble() < episode.strength()) {
                reply = problem(episode, token, batch);
                if (reply != null) {
                    break;
                }
            }
        }
        if (reply == null) {
            reply = ids.intersects(book.poison) ? answer(400, "InvalidRow") : answer(204, "");
        }
        if (reply.outcome().status() != 401 && reply.outcome().fromService()) {
            token.unproven = false;
        }
        if (reply.stored() && !ids.intersects(book.poison)) {
            book.stored(ids);
            if (reply.outcome().status() != 204) {
                book.mayBeTwice.or(ids);
            }
        }
        return reply;
    }

    @Override
    public void renewed(SimulatedProcess by) {
        Token token = tokens.get(by.number());
        if (token != null) {
            token.issued = token.lastSeen;
            token.unproven = true;
        }
    }

    /** What the episode does to this request; null if nothing. */
    private @Nullable Reply problem(Episode<Failure> episode, Token token, Batch batch) {
        String stream = streams.get((int) (episode.whim() * streams.size()));
        boolean ofStream = stream.equals(batch.stream());
        int limit = 1_500 + (int) (episode.whim() * 30_000);
        return switch (episode.kind()) {
            case NO_TOKEN -> reply(Outcomes.noToken(), 100);
            case PROXY_WANTS_LOGIN -> reply(Outcomes.fromProxy(407), latency());
            case PORTAL -> reply(Outcomes.fromProxy(random.nextBoolean() ? 200 : 204), latency());
            case PROXY_LIMIT -> batch.body().length > limit ? reply(Outcomes.fromProxy(413), latency()) : null;
            case RESET -> reply(Outcomes.unreachable(), random.nextInt(2000));
            case HANG -> new Reply(Outcomes.timedOut(), REQUEST_TIMEOUT_MILLIS, random.nextInt(3) == 0);
            case TOKEN_EXPIRED ->
                token.issued >= episode.from() ? null : reply(Outcomes.unauthorised(token.unproven), latency());
            case TOKEN_REFUSED -> reply(Outcomes.unauthorised(token.unproven), latency());
            case UNKNOWN_RULE -> answer(404, "NotFound");
            case NO_ROLE -> answer(403, "OperationFailed");
            case UNKNOWN_STREAM -> ofStream ? answer(400, "InvalidStream") : null;
            case SERVICE_LIMIT -> batch.body().length > limit ? answer(413, "ContentLengthLimitExceeded") : null;
            case NARROW_TIMES ->
                batch.newestMillis() - batch.oldestMillis() > 2_000
                        ? answer(400, "RecordsTimeRangeIsMoreThan30Minutes")
                        : null;
            case BAD_STREAM -> ofStream ? answer(400, "InvalidTransformOutput") : null;
            case THROTTLED ->
                reply(
                        random.nextInt(4) == 0
                                ? Outcomes.answered(429, "")
                                : Outcomes.throttled(Duration.ofSeconds(random.nextInt(90))),
                        latency());
            case ERROR_500 -> answer(500, "");
            case UNAVAILABLE_503 -> answer(503, "");
            case LOST_ANSWER -> new Reply(Outcomes.unreachable(), latency(), true);
            case HALF_ANSWER -> new Reply(Outcomes.unreachable(), latency(), random.nextBoolean());
        };
    }

    private Reply answer(int status, String code) {
        return new Reply(Outcomes.answered(status, code), latency(), status == 204);
    }

    private static Reply reply(Outcome outcome, long delayMillis) {
        return new Reply(outcome, delayMillis, false);
    }

    private long latency() {
        return 20L + random.nextInt(random.nextInt(20) == 0 ? 5_000 : 400);
    }

    private static final class Token {
        long issued = -1;
        long lastSeen;

        /** The first of a renewed credential, and only refused so far. */
        boolean unproven;
    }
}
