package org.clipspark.prep.fetch;

import java.util.Arrays;
import org.clipspark.prep.shard.RowStatus;

/** Every reason for which an image is not fetched; the closed list behind the labels of {@link RowStatus}. */
public enum FetchStatus {
    /** The url has no host, a user name, an ambiguous IPv4 spelling, or is longer than 8,192 characters. */
    INVALID_URL("invalid_url"),
    /** The url, or one that it redirects to, is neither http nor https. */
    UNSUPPORTED_SCHEME("unsupported_scheme"),
    /** The host, or one that it redirects to, has an address outside the public internet. */
    PRIVATE_ADDRESS("private_address"),
    /** The name of the host has no address, or name servers did not answer in time. */
    DNS_ERROR("dns_error"),
    /** The host refuses the connection, cannot be reached, or hangs up while keys are exchanged. */
    CONNECT_ERROR("connect_error"),
    /** The connection was not made within {@code connectTimeoutSeconds}. */
    CONNECT_TIMEOUT("connect_timeout"),
    /** {@code hostFailureLimit} requests in a row reached nobody at the host; the url was not asked for. */
    HOST_UNREACHABLE("host_unreachable"),
    /** The certificate is not valid for the host, or the host does not speak TLS. */
    TLS_ERROR("tls_error"),
    /** The host closed the connection before it answered, or said nothing that is HTTP. */
    NO_RESPONSE("no_response"),
    /** The host sent nothing for {@code readTimeoutSeconds}. */
    READ_TIMEOUT("read_timeout"),
    /** The answer was not complete within {@code totalTimeoutSeconds}. */
    TOTAL_TIMEOUT("total_timeout"),
    /** The answer breaks the rules of HTTP or has headers beyond all measure. */
    INVALID_RESPONSE("invalid_response"),
    /** The host answered with a code other than 200 and 203; the label is {@code http_} and the code. */
    HTTP("http"),
    /** More than {@code maxRedirects} redirects. */
    TOO_MANY_REDIRECTS("too_many_redirects"),
    /** A redirect to a url that was visited before. */
    REDIRECT_LOOP("redirect_loop"),
    /** The body is larger than an image may be, as announced or as sent. */
    TOO_MANY_BYTES("too_many_bytes"),
    /** The connection closed before the body was complete. */
    TRUNCATED_BODY("truncated_body"),
    /** The answer is a success without a body. */
    EMPTY_BODY("empty_body"),
    /** The body is compressed in a way that was not asked for and is not gzip or deflate. */
    UNSUPPORTED_ENCODING("unsupported_encoding"),
    /** The body is HTML, JSON or other text, whatever its content type says. */
    NOT_AN_IMAGE("not_an_image"),
    /** X-Robots-Tag asks for no such use; the label is {@code opt_out_} and the directive. */
    OPT_OUT("opt_out"),
    /** The header {@code tdm-reservation: 1} reserves the rights of text and data mining. */
    OPT_OUT_TDM_RESERVATION("opt_out_tdm_reservation"),
    /** The robots.txt of the host disallows the url. */
    ROBOTS_DISALLOWED("robots_disallowed"),
    /** The robots.txt of the host cannot be read, which RFC 9309 takes for a refusal. */
    ROBOTS_UNREACHABLE("robots_unreachable");

    private final String label;

    FetchStatus(String label) {
        this.label = label;
    }

    /** The label, or for {@link #HTTP} and {@link #OPT_OUT} its beginning. */
    public String label() {
        return label;
    }

    /**
     * Whether a later run may find the image: failures of networks and servers pass, decisions of owners are kept.
     * For {@link #HTTP} see {@link #isRetryable(int)}.
     */
    boolean isRetryable() {
        return switch (this) {
            case DNS_ERROR,
                    CONNECT_ERROR,
                    CONNECT_TIMEOUT,
                    HOST_UNREACHABLE,
                    NO_RESPONSE,
                    READ_TIMEOUT,
                    TOTAL_TIMEOUT,
                    INVALID_RESPONSE,
                    TRUNCATED_BODY,
                    EMPTY_BODY,
                    ROBOTS_UNREACHABLE -> true;
            default -> false;
        };
    }

    /** Whether a server that answers with this code may answer otherwise later. */
    static boolean isRetryable(int code) {
        return code == 408 || code == 425 || code == 429 || code >= 500;
    }

    /** Whether a later run may find the image of a row with this label; false for labels of other steps. */
    public static boolean isRetryable(String label) {
        String code = HTTP.label + "_";
        if (label.startsWith(code) && label.substring(code.length()).matches("[1-9][0-9]{2}")) {
            return isRetryable(Integer.parseInt(label.substring(code.length())));
        }
        return Arrays.stream(values()).anyMatch(status -> status.label.equals(label) && status.isRetryable());
    }
}
