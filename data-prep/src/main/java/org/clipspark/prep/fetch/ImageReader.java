package org.clipspark.prep.fetch;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.clipspark.prep.fetch.ImageReader.ImageBody;
import org.clipspark.prep.fetch.WebClient.AnswerReader;
import org.clipspark.prep.fetch.consent.OptOuts;
import org.clipspark.prep.shard.ImageBytes;

/** Takes the image out of a success, unless its owner or its bytes say that there is none for us. */
final class ImageReader implements AnswerReader<ImageBody> {
    private final boolean respectsOptOut;
    private final OptOuts optOuts;
    private final long maxBytes;

    ImageReader(FetchConfig config, long maxBytes) {
        this.respectsOptOut = config.respectOptOut();
        this.optOuts = new OptOuts(config.productToken(), config.optOutDirectives());
        this.maxBytes = maxBytes;
    }

    @Override
    public ImageBody read(ClassicHttpResponse response) throws IOException, FetchFailure {
        if (respectsOptOut) {
            refuseOptOut(response);
        }
        Optional<String> contentType = Optional.ofNullable(response.getFirstHeader(HttpHeaders.CONTENT_TYPE))
                .map(Header::getValue);
        byte[] body = BodyReader.readWhole(response, maxBytes);
        if (body.length == 0) {
            throw FetchFailure.of(FetchStatus.EMPTY_BODY, "code " + response.getCode());
        }
        Optional<String> text = ContentSniff.textKind(body);
        if (text.isPresent()) {
            throw FetchFailure.of(
                    FetchStatus.NOT_AN_IMAGE,
                    text.orElseThrow() + ", called " + contentType.orElse("nothing by the server"));
        }
        return new ImageBody(new ImageBytes(body), contentType);
    }

    private void refuseOptOut(ClassicHttpResponse response) throws FetchFailure {
        List<String> tags = Arrays.stream(response.getHeaders("X-Robots-Tag"))
                .map(Header::getValue)
                .toList();
        Optional<String> directive = optOuts.excludingDirective(tags);
        if (directive.isPresent()) {
            throw FetchFailure.optOut(directive.orElseThrow());
        }
        // TDM Reservation Protocol, W3C Community Group report, 2024: 1 reserves the rights, 0 and absence do not.
        for (Header header : response.getHeaders("tdm-reservation")) {
            if (header.getValue().strip().equals("1")) {
                throw FetchFailure.of(FetchStatus.OPT_OUT_TDM_RESERVATION, "tdm-reservation: 1");
            }
        }
    }

    record ImageBody(ImageBytes image, Optional<String> contentType) {}
}
