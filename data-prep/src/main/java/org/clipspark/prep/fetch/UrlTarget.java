package org.clipspark.prep.fetch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Path and query of a url in the form in which they are sent. */
final class UrlTarget {
    private static final String ENCODED_IN_ASCII = " \"<>\\^`{|}";

    private UrlTarget() {}

    /** Drops the fragment, resolves dot segments (RFC 3986, 5.2.4) and encodes what must not be sent as it is. */
    static String normalised(String target) {
        int fragment = target.indexOf('#');
        String withoutFragment = fragment < 0 ? target : target.substring(0, fragment);
        int question = withoutFragment.indexOf('?');
        String path = question < 0 ? withoutFragment : withoutFragment.substring(0, question);
        String query = question < 0 ? "" : withoutFragment.substring(question);
        return encoded(withoutDots(path) + query);
    }

    private static String withoutDots(String path) {
        if (!path.startsWith("/")) {
            return withoutDots("/" + path);
        }
        Deque<String> segments = new ArrayDeque<>();
        String[] parts = path.substring(1).split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            boolean isLast = i == parts.length - 1;
            if (parts[i].equals("..")) {
                segments.pollLast();
            } else if (!parts[i].equals(".")) {
                segments.addLast(parts[i]);
                continue;
            }
            if (isLast) {
                segments.addLast("");
            }
        }
        return "/" + String.join("/", segments);
    }

    private static String encoded(String text) {
        StringBuilder sent = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (point > ' ' && point < 0x7f && ENCODED_IN_ASCII.indexOf(point) < 0) {
                sent.append((char) point);
            } else {
                for (byte b : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                    sent.append(String.format("%%%02X", b));
                }
            }
        });
        return sent.toString();
    }
}
