package org.clipspark.prep.filter;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The host of an address and the domains that it belongs to. */
final class HostNames {
    // Everything up to the last @ before the path is user information, whatever it looks like.
    private static final Pattern HOST = Pattern.compile(
            "^\\s*(?:[A-Za-z][A-Za-z0-9+.-]*:)?[/\\\\]{2,}(?:[^/\\\\?#]*@)?" + "(\\[[^\\]]*\\]|[^/\\\\?#:@]*)");

    private HostNames() {}

    /** {@code a.b.example}, {@code b.example}, {@code example} for an address on the first; nothing for other text. */
    static Stream<String> of(String url) {
        Matcher matcher = HOST.matcher(url);
        if (!matcher.find()) {
            return Stream.empty();
        }
        String host = matcher.group(1).toLowerCase(Locale.ROOT).replaceAll("\\.+$", "");
        return Stream.iterate(host, name -> !name.isEmpty(), name -> {
            int dot = name.indexOf('.');
            return dot < 0 ? "" : name.substring(dot + 1);
        });
    }
}
