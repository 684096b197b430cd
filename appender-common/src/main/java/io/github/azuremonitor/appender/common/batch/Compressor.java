package io.github.azuremonitor.appender.common.batch;

/** The deflate stream within a gzip body; used again for the next one. Not thread-safe. */
interface Compressor extends AutoCloseable {
    /** Begins a stream behind the bytes {@code header}, and forgets what was written. */
    void begin(byte[] header);

    void write(byte[] bytes, int length);

    /** Packs some of what waits for it, a millisecond's work; returns whether more does. */
    boolean packOne();

    /** Bytes that wait to be packed and could be packed now. */
    int unpackedBytes();

    /** What it takes on the heap. */
    int heapBytes();

    /** Ends the stream: header, stream, and {@code trailer} bytes of room in an array of its own. */
    byte[] finish(int trailer);

    @Override
    void close();
}
