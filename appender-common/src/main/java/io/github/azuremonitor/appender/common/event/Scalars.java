package io.github.azuremonitor.appender.common.event;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.Calendar;
import java.util.Date;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import javax.xml.datatype.DatatypeConstants;
import javax.xml.datatype.XMLGregorianCalendar;
import org.jspecify.annotations.Nullable;

/**
 * What values of the JDK's types are in a table: a time, a number, a boolean or a text. Names no class of a module that a
 * runtime may lack, unless an object of it is there.
 */
final class Scalars {
    /** Bytes that are shown of more. */
    private static final int MAX_BYTES = 32 * 1024;

    /** As JSON writes numbers, and short enough to be read at once. */
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,40}(?:\\.\\d{1,40})?(?:[eE][+-]?\\d{1,4})?");

    private static final int LONG_DIGITS = 18;

    private Scalars() {}

    /** The value as what a table has, or null if it is none of these types. May run the application's code and throw. */
    static @Nullable Object of(Object value) {
        if (value instanceof CharSequence || value instanceof Character) {
            return Values.text(value);
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof AtomicBoolean truth) {
            return truth.get();
        }
        Object time = time(value);
        if (time != null) {
            return time;
        }
        if (value instanceof byte[] bytes) {
            return base64(ByteBuffer.wrap(bytes));
        }
        if (value instanceof ByteBuffer bytes) {
            return base64(bytes.duplicate());
        }
        if (value instanceof char[] chars) {
            return Values.cut(new String(chars));
        }
        return name(value);
    }

    private static Object number(Number value) {
        if (value instanceof AtomicInteger
                || value instanceof AtomicLong
                || value instanceof LongAdder
                || value instanceof LongAccumulator) {
            return value.longValue();
        }
        if (value instanceof DoubleAdder || value instanceof DoubleAccumulator) {
            return value.doubleValue();
        }
        // A class of the application's: its text may be anything.
        String text = Values.text(value);
        if (!NUMBER.matcher(text).matches()) {
            return text;
        }
        boolean isLong = text.length() <= LONG_DIGITS && text.chars().allMatch(c -> c == '-' || Character.isDigit(c));
        return isLong ? (Object) Long.valueOf(text) : new BigDecimal(text);
    }

    private static @Nullable Object time(Object value) {
        if (value instanceof ZonedDateTime zoned) {
            // Its own text has the name of the zone behind it, which no query reads as a time.
            return zoned.toOffsetDateTime();
        }
        if (value instanceof Date date) {
            return date(date);
        }
        if (value instanceof Calendar calendar) {
            return calendar.toInstant();
        }
        if (value instanceof FileTime time) {
            return time.toInstant();
        }
        if (value instanceof TimeZone zone) {
            return String.valueOf(zone.getID());
        }
        return value.getClass().getName().endsWith("XMLGregorianCalendarImpl") ? xml(value) : null;
    }

    /** {@code java.sql.Date} and {@code java.sql.Time} are no instants, and say so. */
    private static Object date(Date date) {
        try {
            return date.toInstant();
        } catch (UnsupportedOperationException halfOfOne) {
            String text = Values.text(date);
            return text.indexOf('-') > 0 ? LocalDate.parse(text) : text;
        }
    }

    private static @Nullable Object xml(Object value) {
        if (!(value instanceof XMLGregorianCalendar calendar)
                || !DatatypeConstants.DATETIME.equals(calendar.getXMLSchemaType())) {
            return null;
        }
        String text = calendar.toXMLFormat();
        return calendar.getTimezone() == DatatypeConstants.FIELD_UNDEFINED
                ? LocalDateTime.parse(text)
                : OffsetDateTime.parse(text);
    }

    /** As JSON libraries write bytes. */
    private static String base64(ByteBuffer bytes) {
        int all = bytes.remaining();
        byte[] shown = new byte[Math.min(all, MAX_BYTES)];
        bytes.get(shown);
        String text = Base64.getEncoder().encodeToString(shown);
        return all == shown.length ? text : text + "…[cut: " + all + " bytes]";
    }

    /** What has a name that is shorter and better for a query than its text. */
    private static @Nullable String name(Object value) {
        if (value instanceof Class<?> type) {
            return type.getName();
        }
        if (value instanceof InetAddress address) {
            return address.getHostAddress();
        }
        if (value instanceof InetSocketAddress address) {
            InetAddress resolved = address.getAddress();
            String host = resolved == null ? address.getHostString() : resolved.getHostAddress();
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
        }
        return null;
    }
}
