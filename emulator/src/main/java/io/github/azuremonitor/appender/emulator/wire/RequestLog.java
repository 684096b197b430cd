package io.github.azuremonitor.appender.emulator.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Remembers the newest requests, in order of arrival, and how many were in flight together. Safe for use by several
 * threads; waiters are woken at each arrival and each answer.
 */
public final class RequestLog {
    private final int most;
    private final Consumer<RecordedRequest> listener;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long arrivals;
    private long ends;
    private long refusals;
    private int inFlight;
    private int mostInFlight;

    /**
     * @param most older requests are forgotten beyond this many
     * @param listener is told each request at its end, by several threads
     */
    public RequestLog(int most, Consumer<RecordedRequest> listener) {
        this.most = most;
        this.listener = listener;
    }

    /** Records an arrival; the entry must then be given the outcome. */
    public synchronized Entry arrived(Call call) {
        Entry entry = new Entry(call);
        entries.addLast(entry);
        if (entries.size() > most) {
            entries.removeFirst();
        }
        arrivals++;
        inFlight++;
        mostInFlight = Math.max(mostInFlight, inFlight);
        notifyAll();
        return entry;
    }

    /** What is remembered, oldest first; a copy. */
    public synchronized List<RecordedRequest> requests() {
        return entries.stream().map(entry -> entry.recorded).toList();
    }

    /** How many have arrived since the start or the last {@link #clear()}, remembered or not. */
    public synchronized long arrivals() {
        return arrivals;
    }

    /** How many got no answer or an error, since the start or the last {@link #clear()}. */
    public synchronized long refusals() {
        return refusals;
    }

    /** Grows with everything that changes here. */
    public synchronized long changes() {
        return arrivals + ends;
    }

    /** The most requests that were under way together. */
    public synchronized int mostInFlight() {
        return mostInFlight;
    }

    /**
     * Waits until this many requests have arrived.
     *
     * @return whether they have before the time was up
     */
    public synchronized boolean awaitArrivals(int expected, long timeoutNanos) throws InterruptedException {
        return Waiting.on(this, () -> arrivals >= expected, timeoutNanos);
    }

    /** Ends all requests that are under way, without an answer: the server is gone. */
    public synchronized void endAll() {
        entries.forEach(entry -> entry.dropped(Answer.of(0)));
        inFlight = 0; // with those that are forgotten already
    }

    /** Forgets all requests; those under way still count as in flight. */
    public synchronized void clear() {
        entries.clear();
        arrivals = 0;
        refusals = 0;
        ends++;
        mostInFlight = inFlight;
    }

    /** One remembered request, from its arrival to its end. */
    public final class Entry {
        private RecordedRequest recorded; // guarded by the log
        private boolean over;

        private Entry(Call call) {
            recorded = record(call);
        }

        /** It ended with this answer, which the client has or has not got. Only the first end counts. */
        public void answered(Answer answer) {
            end(answer.status(), answer);
        }

        /** It ended without an answer, after what this answer would have told was done. */
        public void dropped(Answer unsent) {
            end(0, unsent);
        }

        private void end(int status, Answer answer) {
            RecordedRequest ended;
            synchronized (RequestLog.this) {
                if (over) {
                    return;
                }
                over = true;
                ends++;
                if (status == 0 || status >= 400) {
                    refusals++;
                }
                inFlight = Math.max(0, inFlight - 1);
                RecordedRequest r = recorded;
                ended = new RecordedRequest(
                        r.nanos(),
                        System.nanoTime(),
                        r.method(),
                        r.path(),
                        r.headers(),
                        r.wireBytes(),
                        answer.rawBytes(),
                        r.gzip(),
                        status,
                        answer.rows(),
                        r.dcrImmutableId(),
                        r.stream(),
                        r.clientRequestId(),
                        answer.code(),
                        answer.advice(),
                        r.credential());
                recorded = ended;
                RequestLog.this.notifyAll();
            }
            listener.accept(ended);
        }

        private static RecordedRequest record(Call call) {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            headers.putAll(call.headers());
            String authorization = headers.get("Authorization");
            String credential = null;
            if (authorization != null) {
                String token = authorization.substring(authorization.indexOf(' ') + 1);
                credential = Digests.sha256(token).substring(0, 16);
                headers.put("Authorization", "sha256:" + credential);
            }
            headers.computeIfPresent("X-IDENTITY-HEADER", (name, secret) -> "***");
            return new RecordedRequest(
                    call.nanos(),
                    0,
                    call.method(),
                    call.path(),
                    headers,
                    call.wireBytes(),
                    -1,
                    call.gzip(),
                    0,
                    0,
                    call.dcrImmutableId(),
                    call.stream(),
                    call.header("x-ms-client-request-id"),
                    null,
                    "",
                    credential);
        }
    }
}
