package io.github.azuremonitor.appender.emulator.http;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/** Breaks the connection of a request, below HTTP. */
final class Wire {
    private static final String HALF_ANSWER = "HTTP/1.1 204 No Content\r\nServer: Microsoft-HTTPAPI/2.0\r\nx-ms-req";

    private Wire() {}

    /** Resets the connection: the client's read fails, whatever was sent before. */
    static void reset(Request request, Callback callback) {
        EndPoint tcp = endPoint(request);
        while (tcp instanceof EndPoint.Wrapper wrapper) {
            tcp = wrapper.unwrap(); // TLS would say goodbye first
        }
        try {
            if (tcp.getTransport() instanceof SocketChannel channel) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            // The client has closed it already, which is as good.
        }
        tcp.close();
        callback.failed(new EofException("reset by script"));
    }

    /** Writes the beginning of an answer and closes the connection. */
    static void halfAnswer(Request request, Callback callback) {
        EndPoint endPoint = endPoint(request);
        ByteBuffer half = ByteBuffer.wrap(HALF_ANSWER.getBytes(StandardCharsets.US_ASCII));
        endPoint.write(
                Callback.from(() -> {
                    endPoint.close();
                    callback.failed(new EofException("closed by script"));
                }),
                half);
    }

    private static EndPoint endPoint(Request request) {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }
}
