package org.clipspark.prep.fetch;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address that {@code hostOverrides} gives for a host: {@code 10.0.0.7}, {@code 10.0.0.7:8080} or {@code [::1]:80}. */
record HostAddress(InetAddress address, int port) {
    /** The port of the url stays. */
    static final int SAME_PORT = 0;

    private static final Pattern FORM = Pattern.compile("([0-9.]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");

    static HostAddress parse(String text) {
        Matcher form = FORM.matcher(text);
        String message =
                "hostOverrides must be an IP address and perhaps a port, such as 10.0.0.7:8080 or [::1]:80, got '"
                        + text + "'";
        if (!form.matches()) {
            throw new IllegalArgumentException(message);
        }
        int port = form.group(2) == null ? SAME_PORT : Integer.parseInt(form.group(2));
        if (port > 65_535 || (port == 0 && form.group(2) != null)) {
            throw new IllegalArgumentException(message);
        }
        try {
            return new HostAddress(InetAddress.getByName(HostName.parse(form.group(1))), port);
        } catch (FetchFailure | UnknownHostException e) {
            throw new IllegalArgumentException(message, e);
        }
    }

    InetSocketAddress at(int urlPort) {
        return new InetSocketAddress(address, port == SAME_PORT ? urlPort : port);
    }
}
