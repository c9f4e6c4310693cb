package org.clipspark.prep.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;

/** Reads bodies up to a bound, whatever length the server announces and however small they were compressed. */
final class BodyReader {
    private static final int FIRST_BUFFER_BYTES = 16_384;

    private BodyReader() {}

    /** The whole body. */
    static byte[] readWhole(ClassicHttpResponse response, long mostBytes) throws IOException, FetchFailure {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return new byte[0];
        }
        if (entity.getContentLength() > mostBytes) {
            throw tooLarge(entity.getContentLength() + " bytes announced", mostBytes);
        }
        byte[] body = read(decoded(response, entity), entity.getContentLength(), mostBytes + 1);
        if (body.length > mostBytes) {
            throw tooLarge("more bytes sent", mostBytes);
        }
        return body;
    }

    /** The body, or its beginning. */
    static byte[] readBeginning(ClassicHttpResponse response, int mostBytes) throws IOException, FetchFailure {
        HttpEntity entity = response.getEntity();
        return entity == null ? new byte[0] : read(decoded(response, entity), entity.getContentLength(), mostBytes);
    }

    /** The announced length is a hint for the first buffer at most: a liar must not make us reserve memory. */
    private static byte[] read(InputStream body, long announced, long mostBytes) throws IOException {
        int most = (int) Math.min(mostBytes, Integer.MAX_VALUE - 8);
        long first = announced < 0 ? FIRST_BUFFER_BYTES : Math.min(announced + 1, 8L * FIRST_BUFFER_BYTES);
        byte[] buffer = new byte[(int) Math.min(first, most)];
        int length = 0;
        while (length < most) {
            if (length == buffer.length) {
                buffer = Arrays.copyOf(buffer, (int) Math.min(2L * length, most));
            }
            int count = body.read(buffer, length, buffer.length - length);
            if (count < 0) {
                break;
            }
            length += count;
        }
        return length == buffer.length ? buffer : Arrays.copyOf(buffer, length);
    }

    private static InputStream decoded(ClassicHttpResponse response, HttpEntity entity)
            throws IOException, FetchFailure {
        Header header = response.getFirstHeader(HttpHeaders.CONTENT_ENCODING);
        String encoding = header == null ? "" : header.getValue().strip().toLowerCase(Locale.ROOT);
        InputStream body = entity.getContent();
        return switch (encoding) {
            case "", "identity", "none" -> body;
            case "gzip", "x-gzip" -> gunzipped(new BufferedInputStream(body));
            case "deflate" -> new InflaterInputStream(body);
            default ->
                throw FetchFailure.of(
                        FetchStatus.UNSUPPORTED_ENCODING,
                        "expected none, gzip or deflate, got Content-Encoding: " + encoding);
        };
    }

    /** Some servers name the encoding and then send the image as it is. */
    private static InputStream gunzipped(BufferedInputStream body) throws IOException {
        body.mark(2);
        boolean isGzip = body.read() == 0x1f && body.read() == 0x8b;
        body.reset();
        return isGzip ? new GZIPInputStream(body) : body;
    }

    private static FetchFailure tooLarge(String found, long mostBytes) {
        return FetchFailure.of(FetchStatus.TOO_MANY_BYTES, found + ", at most " + mostBytes + " are read");
    }
}
