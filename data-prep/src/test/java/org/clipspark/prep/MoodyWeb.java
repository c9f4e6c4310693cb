package org.clipspark.prep;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.clipspark.prep.fetch.Replies;
import org.clipspark.prep.fetch.WebServer;

/** All hosts of the web on one server. How an address is answered depends on a hash of it alone. */
final class MoodyWeb implements AutoCloseable {
    private static final int HASHES = 128;

    /** How many of the hashes each answer has that costs no time. */
    private static final int EACH = 8;

    /** What addresses have in common before and after characters in them are percent-encoded. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._-]*");

    private final WebServer server;
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private volatile boolean isRepaired;

    /** How an address is answered, and the status that its row deserves. */
    enum Mood {
        PICTURE("success"),
        PICTURE_CALLED_TEXT("success"),
        PICTURE_ON_SECOND_REQUEST("success"),
        PAGE_CALLED_PICTURE("not_an_image"),
        MISSING("http_404"),
        FORBIDDEN("http_403"),
        REDIRECT_TO_ITSELF("redirect_loop"),
        REDIRECT_INSIDE("private_address"),
        RESERVED("opt_out_noai"),
        ENDLESS("too_many_bytes"),
        SILENT("read_timeout"),
        DRIPPING("total_timeout");

        private final String status;

        Mood(String status) {
            this.status = status;
        }

        String status() {
            return status;
        }

        /** Whether a later attempt may fare better. */
        boolean isPassing() {
            return this == SILENT || this == DRIPPING;
        }

        static Mood of(String host, String target) {
            int hash = hash(host + plain(target), HASHES);
            List<Mood> slow = List.of(ENDLESS, SILENT, DRIPPING);
            List<Mood> quick = List.of(
                    PICTURE_CALLED_TEXT,
                    PICTURE_ON_SECOND_REQUEST,
                    PAGE_CALLED_PICTURE,
                    MISSING,
                    FORBIDDEN,
                    REDIRECT_TO_ITSELF,
                    REDIRECT_INSIDE,
                    RESERVED);
            if (hash < slow.size()) {
                return slow.get(hash);
            }
            int each = (hash - slow.size()) / EACH;
            return each < quick.size() ? quick.get(each) : PICTURE;
        }

        private static String plain(String target) {
            Matcher matcher = PLAIN.matcher(target.startsWith("/") ? target : "/" + target);
            return matcher.lookingAt() ? matcher.group() : "";
        }
    }

    /** What a host says about robots. */
    enum Welcome {
        ANYBODY,
        NOBODY,
        UNREADABLE;

        static Welcome of(String host) {
            return switch (hash(host, 16)) {
                case 0 -> NOBODY;
                case 1 -> UNREADABLE;
                default -> ANYBODY;
            };
        }
    }

    MoodyWeb(SSLContext tls) {
        server = WebServer.start(tls).on("*", "*", exchange -> {
            boolean isRobots = exchange.path().equals("/robots.txt");
            return (isRobots ? robots(exchange.host()) : answer(exchange.host(), exchange.path())).write(exchange);
        });
    }

    /** As {@code hostOverrides} writes it. */
    String address() {
        return server.address();
    }

    /** From now on nobody is silent, drips or has an unreadable robots.txt; and all addresses count as not asked for. */
    void repair() {
        isRepaired = true;
        asked.clear();
    }

    /** Hosts with their paths that were asked for, robots.txt aside. */
    Set<String> asked() {
        return Set.copyOf(asked);
    }

    int robotsRequests(String host) {
        return server.count(host, "/robots.txt");
    }

    @Override
    public void close() {
        server.close();
    }

    private WebServer.Reply robots(String host) {
        return switch (Welcome.of(host)) {
            case ANYBODY -> Replies.status(404);
            case NOBODY -> Replies.text("User-agent: *\nDisallow: /\n");
            case UNREADABLE -> Replies.status(isRepaired ? 404 : 503);
        };
    }

    private WebServer.Reply answer(String host, String path) {
        boolean isFirst = asked.add(host + path);
        Mood mood = Mood.of(host, path);
        byte[] picture = SmallSources.jpeg(hash(path, 8), 40, 30);
        WebServer.Reply usual = Replies.ok("image/jpeg", picture);
        return switch (mood) {
            case PICTURE -> usual;
            case PICTURE_CALLED_TEXT -> Replies.ok("text/plain", picture);
            case PICTURE_ON_SECOND_REQUEST -> isFirst ? Replies.status(500) : usual;
            case PAGE_CALLED_PICTURE -> Replies.ok("image/jpeg", "<html>".getBytes(StandardCharsets.UTF_8));
            case MISSING -> Replies.status(404);
            case FORBIDDEN -> Replies.status(403);
            case REDIRECT_TO_ITSELF -> Replies.redirect(path);
            case REDIRECT_INSIDE -> Replies.redirect("http://169.254.169.254/latest/meta-data");
            case RESERVED -> Replies.ok("image/jpeg", picture, "X-Robots-Tag: noai");
            case ENDLESS -> Replies.endless();
            case SILENT -> isRepaired ? usual : Replies.silence();
            case DRIPPING -> isRepaired ? usual : Replies.drip("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n", 100);
        };
    }

    private static int hash(String text, int size) {
        return Math.floorMod((text.hashCode() * 0x9e3779b9) >>> 7, size);
    }
}
