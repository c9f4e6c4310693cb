package org.clipspark.prep.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebUrlTest {
    @ParameterizedTest
    @CsvSource({
        "http://A.test, http://a.test/",
        "HTTPS://a.test:443/x#top, https://a.test/x",
        "http://a.test:443/, http://a.test:443/",
        "http://a.test.:80?q, http://a.test/?q",
        "http://my_shop-.a.test/%zz, http://my_shop-.a.test/%zz",
        "'  http://a.test/a b  ', http://a.test/a%20b",
        "http://a.test/./b/../c/.., http://a.test/",
        "http://a.test/../../c/., http://a.test/c/",
        "http://a.test/a//b, http://a.test/a//b",
        "http://a.test/?a=../b, http://a.test/?a=../b",
        "http://bücher.test/ü?ü, http://xn--bcher-kva.test/%C3%BC?%C3%BC",
        "http://a.test/😀, http://a.test/%F0%9F%98%80",
        "http://[2A00:1450::1]:8080/x, http://[2a00:1450::1]:8080/x",
    })
    void sendsUrlsAsBrowsersDo(String text, String sent) throws FetchFailure {
        assertThat(WebUrl.parse(text)).hasToString(sent);
    }

    @Test
    void dropsLineBreaksThatWouldForgeHeaders() throws FetchFailure {
        assertThat(WebUrl.parse("http://a.test/x\r\nHost: b.test").target()).isEqualTo("/xHost:%20b.test");
    }

    @ParameterizedTest
    @CsvSource({
        "http://b.test/y, http://b.test/y",
        "//b.test/y, http://b.test/y",
        "/y, http://a.test:81/y",
        "y, http://a.test:81/dir/y",
        "../y?q, http://a.test:81/y?q",
        "?q, http://a.test:81/dir/x?q",
        "#top, http://a.test:81/dir/x?p=/1",
        "'', http://a.test:81/dir/x?p=/1",
        "y:1, unsupported_scheme",
        "./y:1, http://a.test:81/dir/y:1",
    })
    void resolvesLocationsAgainstThePage(String location, String expected) throws FetchFailure {
        WebUrl page = WebUrl.parse("http://a.test:81/dir/x?p=/1");

        if (expected.startsWith("http")) {
            assertThat(page.resolve(location)).hasToString(expected);
        } else {
            assertThatThrownBy(() -> page.resolve(location)).hasMessageStartingWith(expected);
        }
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> WebUrl.parse("a.test/x"))
                .hasMessage("invalid_url: no scheme, expected http://host/path, got 'a.test/x'");
        assertThatThrownBy(() -> WebUrl.parse("http://a.test/" + "x".repeat(9_000)))
                .hasMessage("invalid_url: longer than 8192 characters");
        assertThatThrownBy(() -> WebUrl.parse("http://a.test:99999/"))
                .hasMessage("invalid_url: a port is 1 to 65535, got '99999'");
    }
}
