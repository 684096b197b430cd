package io.github.azuremonitor.appender.common.batch;

/** The deflate stream within a gzip body; reused for the next one. Not thread-safe. */
interface Compressor extends AutoCloseable {
    /** Begins a stream after the bytes {@code header}, and discards what was written. */
    void begin(byte[] header);

    void write(byte[] bytes, int length);

    /** Compresses some of the waiting bytes, which takes about a millisecond; returns whether more are waiting. */
    boolean packOne();

    /** Bytes that are waiting and could be compressed now. */
    int unpackedBytes();

    /** Bytes that it takes on the heap. */
    int heapBytes();

    /** Ends the stream: header, stream, and {@code trailer} bytes of room in an array of its own. */
    byte[] finish(int trailer);

    @Override
    void close();
}
