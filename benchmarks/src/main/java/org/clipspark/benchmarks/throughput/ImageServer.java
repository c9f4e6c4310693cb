package org.clipspark.benchmarks.throughput;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * A web server on loopback that has one small picture under every name of every host, and no robots.txt. It costs as little as a
 * server can: what is measured is who asks.
 */
final class ImageServer {
    /** Of a picture: as large as many thumbnails of the web. */
    static final int IMAGE_BYTES = 10_000;

    private static final int BACKLOG = 1_024;
    private static final byte[] NOT_FOUND = ascii("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    private static final byte[] JPEG_SIGNATURE = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0};

    private final ServerSocket socket;
    private final byte[] found = found();

    private ImageServer(ServerSocket socket) {
        this.socket = socket;
    }

    /** Listens on a free port of 127.0.0.1 until this process ends. */
    static ImageServer start() {
        try {
            ImageServer server = new ImageServer(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
            daemon(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on loopback", e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    private static byte[] found() {
        byte[] image = new byte[IMAGE_BYTES];
        new Random(1).nextBytes(image);
        System.arraycopy(JPEG_SIGNATURE, 0, image, 0, JPEG_SIGNATURE.length);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(
                ascii("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: " + IMAGE_BYTES + "\r\n\r\n"));
        answer.writeBytes(image);
        return answer.toByteArray();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                connection.setTcpNoDelay(true);
                daemon(() -> serve(connection));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot accept connections", e);
        }
    }

    private void serve(Socket connection) {
        try (connection;
                InputStream in = new BufferedInputStream(connection.getInputStream());
                OutputStream out = connection.getOutputStream()) {
            for (String request = line(in); !request.isEmpty(); request = line(in)) {
                String header = line(in);
                while (!header.isEmpty()) {
                    header = line(in);
                }
                out.write(request.startsWith("GET /robots.txt ") ? NOT_FOUND : found);
            }
        } catch (IOException e) {
            // The client closed a connection that it had kept.
            return;
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int value = in.read(); value >= 0 && value != '\n'; value = in.read()) {
            if (value != '\r') {
                line.append((char) value);
            }
        }
        return line.toString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "image-server");
        thread.setDaemon(true);
        thread.start();
    }
}
