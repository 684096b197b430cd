package io.github.azuremonitor.appender.emulator.page;

import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.fault.Route;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * {@code GET /}: the page, with its style and its scripts, from this package's resources. It may load nothing from
 * elsewhere and run nothing that stands in a row. Safe for use by several threads.
 */
public final class PageRoute implements Route {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8");

    private final Map<String, Answer> files = new LinkedHashMap<>();

    public PageRoute() {
        add("/", "page.html");
        for (String name : new String[] {
            "page.css",
            "page.js",
            "rows.js",
            "requests.js",
            "problems.js",
            "faults.js",
            "query.js",
            "saved.js",
            "connect.js",
            "dom.js"
        }) {
            add("/page/" + name, name);
        }
    }

    private void add(String path, String name) {
        String type = Objects.requireNonNull(TYPES.get(name.substring(name.indexOf('.') + 1)));
        try (InputStream in = PageRoute.class.getResourceAsStream(name)) {
            String text = new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
            files.put(
                    path,
                    Answer.of(200)
                            .with("Content-Type", type)
                            .with("Content-Security-Policy", POLICY)
                            .with("X-Content-Type-Options", "nosniff")
                            .with("Referrer-Policy", "no-referrer")
                            .with("Cache-Control", "no-cache")
                            .withBody(text));
        } catch (IOException e) {
            throw new UncheckedIOException(name + " of the page cannot be read", e);
        }
    }

    @Override
    public boolean claims(Call call) {
        return files.containsKey(call.path());
    }

    @Override
    public Answer answer(Call call, Fault fault) {
        return call.method().equals("GET") ? Objects.requireNonNull(files.get(call.path())) : Answer.notAllowed("GET");
    }
}
