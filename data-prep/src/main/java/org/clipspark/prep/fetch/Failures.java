package org.clipspark.prep.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.clipspark.prep.fetch.GuardedResolver.PrivateAddressException;
import org.jspecify.annotations.Nullable;

/** Finds the status behind what the client throws. */
final class Failures {
    private Failures() {}

    /**
     * The failure that a row reports.
     *
     * @param hasAnswer whether the headers of the answer had been read
     */
    static FetchFailure of(IOException thrown, boolean hasAnswer, WebUrl url) {
        FetchStatus status = hasAnswer ? whileReading(thrown) : whileAsking(thrown);
        return FetchFailure.of(status, thrown.getMessage() + ": " + url);
    }

    /** In the order in which the classes extend one another, special ones first. */
    private static FetchStatus whileAsking(IOException thrown) {
        if (thrown instanceof PrivateAddressException) {
            return FetchStatus.PRIVATE_ADDRESS;
        } else if (thrown instanceof UnknownHostException) {
            return FetchStatus.DNS_ERROR;
        } else if (thrown instanceof ConnectTimeoutException) {
            return FetchStatus.CONNECT_TIMEOUT;
        } else if (thrown instanceof SocketTimeoutException) {
            return FetchStatus.READ_TIMEOUT;
        } else if (thrown instanceof SSLException) {
            return isHangUp(thrown.getCause()) ? FetchStatus.CONNECT_ERROR : FetchStatus.TLS_ERROR;
        } else if (thrown instanceof ConnectException || thrown instanceof NoRouteToHostException) {
            return FetchStatus.CONNECT_ERROR;
        }
        return isHangUp(thrown) ? FetchStatus.NO_RESPONSE : FetchStatus.INVALID_RESPONSE;
    }

    private static FetchStatus whileReading(IOException thrown) {
        if (thrown instanceof SocketTimeoutException) {
            return FetchStatus.READ_TIMEOUT;
        }
        boolean isCutOff =
                isHangUp(thrown) || thrown instanceof TruncatedChunkException || thrown instanceof SSLException;
        return isCutOff ? FetchStatus.TRUNCATED_BODY : FetchStatus.INVALID_RESPONSE;
    }

    private static boolean isHangUp(@Nullable Throwable thrown) {
        return thrown instanceof SocketException
                || thrown instanceof EOFException
                || thrown instanceof ConnectionClosedException
                || thrown instanceof NoHttpResponseException;
    }
}
