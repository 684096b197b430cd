package io.github.azuremonitor.appender.emulator.view;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Answers with a page of a list that is in memory. */
final class Paging {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Paging() {}

    /**
     * {@code {"total":…,"offset":…,"name":[…]}}, with {@code "next"} where there is more.
     *
     * @param all what the filters have left
     * @param writer writes one of them
     */
    static <T> Answer page(String name, List<T> all, Call call, BiConsumer<T, ObjectNode> writer) {
        int offset;
        int limit;
        try {
            offset = number(call.query("offset"), 0);
            limit = Math.min(MAX_LIMIT, number(call.query("limit"), DEFAULT_LIMIT));
        } catch (IllegalArgumentException e) {
            return problem("offset and limit are whole numbers from 0 on");
        }
        int from = Math.min(offset, all.size());
        int to = Math.min(all.size(), from + limit);
        ObjectNode body = JSON.createObjectNode().put("total", all.size()).put("offset", offset);
        var array = body.putArray(name);
        all.subList(from, to).forEach(each -> writer.accept(each, array.addObject()));
        if (to < all.size() && to > from) {
            body.put("next", to);
        }
        return Answer.json(200, body.toString());
    }

    /** A query that cannot be understood. */
    static Answer problem(String message) {
        return Answer.json(400, JSON.createObjectNode().put("message", message).toString());
    }

    private static int number(@Nullable String text, int otherwise) {
        int number = text == null ? otherwise : Integer.parseInt(text);
        if (number < 0) {
            throw new IllegalArgumentException("negative");
        }
        return number;
    }
}
