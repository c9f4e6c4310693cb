package org.clipspark.prep.fetch;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.clipspark.prep.fetch.WebServer.Exchange;
import org.clipspark.prep.fetch.WebServer.Reply;

/** How servers of the web answer, well or badly. */
public final class Replies {
    private Replies() {}

    /** 200 with a body and headers such as {@code "X-Robots-Tag: noai"}. */
    public static Reply ok(String contentType, byte[] body, String... headers) {
        return exchange -> {
            head(exchange, 200, body.length, headers);
            exchange.print("Content-Type: " + contentType + "\r\n\r\n");
            exchange.out().write(body);
            return true;
        };
    }

    /** 200 with bytes that begin like a JPEG. */
    public static Reply image(int bytes, String... headers) {
        return ok("image/jpeg", jpegLike(bytes), headers);
    }

    /** 200 with text. */
    public static Reply text(String text) {
        return ok("text/plain", text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** A code, a short body, and headers. */
    public static Reply status(int code, String... headers) {
        return exchange -> {
            head(exchange, code, 4, headers);
            exchange.print("\r\nnope");
            return true;
        };
    }

    /** 302 to another place. */
    public static Reply redirect(String location) {
        return status(302, "Location: " + location);
    }

    /** Each reply once, then the last one for ever. */
    public static Reply inTurn(Reply... replies) {
        List<Reply> turns = Collections.unmodifiableList(Arrays.asList(replies));
        AtomicInteger next = new AtomicInteger();
        return exchange ->
                turns.get(Math.min(next.getAndIncrement(), turns.size() - 1)).write(exchange);
    }

    /** Another reply, later. */
    public static Reply after(long millis, Reply reply) {
        return exchange -> {
            exchange.linger(millis);
            return reply.write(exchange);
        };
    }

    /** Another reply, once a test lets it. */
    public static Reply once(CountDownLatch open, Reply reply) {
        return exchange -> {
            while (open.getCount() > 0) {
                exchange.linger(1);
            }
            return reply.write(exchange);
        };
    }

    /** Takes the request and never answers. */
    public static Reply silence() {
        return exchange -> {
            exchange.linger(Long.MAX_VALUE);
            return false;
        };
    }

    /** Closes the connection without a word. */
    public static Reply hangUp() {
        return exchange -> false;
    }

    /** Text that need not be HTTP, then closes. */
    public static Reply raw(String text) {
        return exchange -> {
            exchange.print(text);
            return false;
        };
    }

    /** Sends a beginning, then a character now and then, for ever. */
    public static Reply drip(String beginning, long millisBetween) {
        return exchange -> {
            exchange.print(beginning);
            for (; ; ) {
                exchange.print("x");
                exchange.linger(millisBetween);
            }
        };
    }

    /** A body without a length and without an end, as fast as the client takes it. */
    public static Reply endless() {
        return exchange -> {
            exchange.print("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n");
            byte[] block = jpegLike(65_536);
            for (; ; ) {
                exchange.out().write(block);
            }
        };
    }

    /** Announces more bytes than it sends, then closes. */
    public static Reply truncated(long announced, int sent) {
        return exchange -> {
            head(exchange, 200, announced);
            exchange.print("\r\n");
            exchange.out().write(jpegLike(sent));
            return false;
        };
    }

    /** Bytes with a JPEG's signature. */
    public static byte[] jpegLike(int bytes) {
        byte[] image = new byte[bytes];
        byte[] signature = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0};
        System.arraycopy(signature, 0, image, 0, Math.min(bytes, signature.length));
        return image;
    }

    private static void head(Exchange exchange, int code, long length, String... headers) throws IOException {
        exchange.print("HTTP/1.1 " + code + " Whatever\r\nContent-Length: " + length + "\r\n");
        for (String header : headers) {
            exchange.print(header + "\r\n");
        }
    }
}
