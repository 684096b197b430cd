package io.github.azuremonitor.appender.emulator.problem;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One cause by which rows or values went missing, and how often.
 *
 * @param kind which
 * @param dcrImmutableId the rule as it was addressed, null if none was
 * @param stream the stream as it was addressed, null if none was
 * @param subject the column, property or code it is about; empty if none
 * @param count how many rows, values or requests
 * @param first when it was first met
 * @param last when it was last met
 * @param sample the value of the last one, cut; empty if none
 * @param cause what is wrong, in a sentence
 * @param fix what to do, in a sentence
 */
public record Problem(
        Kind kind,
        @Nullable String dcrImmutableId,
        @Nullable String stream,
        String subject,
        long count,
        Instant first,
        Instant last,
        String sample,
        String cause,
        String fix) {

    /** What is lost by it. */
    public enum Kind {
        /** A request was refused, with its rows. */
        REFUSED,
        /** A body was answered with success, and its rows are lost. */
        LOST_BODY,
        /** A property that the stream does not declare was ignored. */
        IGNORED_PROPERTY,
        /** A value that does not fit its column became null. */
        WRONG_TYPE,
        /** A value was cut at 64 KB. */
        CUT_VALUE,
        /** A time was replaced by the time of arrival. */
        REPLACED_TIME,
        /** An element of the array that is no object was dropped. */
        DROPPED_ROW,
        /** A transformation cannot be run, and its rows are in no table. */
        FAILED_TRANSFORMATION,
        /** A column that comes out of a transformation is none of the table's, and was dropped. */
        DROPPED_COLUMN,
        /** A file with rules, tables or queries cannot be read since it was changed. */
        UNREADABLE_DEFINITION,
        /** No token was given. */
        NO_TOKEN
    }

    Problem again(long more, Instant now, String newSample) {
        return new Problem(kind, dcrImmutableId, stream, subject, count + more, first, now, newSample, cause, fix);
    }
}
