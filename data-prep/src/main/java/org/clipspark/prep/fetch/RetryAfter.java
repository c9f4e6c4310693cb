package org.clipspark.prep.fetch;

import java.time.Duration;
import java.time.Instant;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.MessageHeaders;

/** How long a server asks to be left alone (RFC 9110, 10.2.3). */
final class RetryAfter {
    private RetryAfter() {}

    /** Zero if the header is absent or makes no sense. A date counts from the Date header: clocks of servers differ. */
    static Duration of(MessageHeaders response) {
        Header header = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
        if (header == null) {
            return Duration.ZERO;
        }
        String value = header.getValue().strip();
        if (value.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        Instant until = DateUtils.parseStandardDate(value);
        Instant now = DateUtils.parseStandardDate(response, HttpHeaders.DATE);
        if (until == null || now == null || until.isBefore(now)) {
            return Duration.ZERO;
        }
        return Duration.between(now, until);
    }
}
