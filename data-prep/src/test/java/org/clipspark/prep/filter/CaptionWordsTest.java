package org.clipspark.prep.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CaptionWordsTest {
    @Test
    void countsPiecesBetweenWhiteSpaceAsPythonDoes() {
        assertThat(CaptionWords.count("")).isZero();
        assertThat(CaptionWords.count(" \t\n ")).isZero();
        assertThat(CaptionWords.count("a dog, running")).isEqualTo(3);
        assertThat(CaptionWords.count("  a  dog ")).isEqualTo(2);
        assertThat(CaptionWords.count("a\u00a0dog\u3000here\u001cnow")).isEqualTo(4);
        assertThat(CaptionWords.count("zero\u200bwidth")).isEqualTo(1);
    }

    @Test
    void aHostBelongsToEveryDomainAboveIt() {
        assertThat(HostNames.of("https://a.B.example:8080/x?y")).containsExactly("a.b.example", "b.example", "example");
        assertThat(HostNames.of("http://trusted.org@evil.com/")).containsExactly("evil.com", "com");
        assertThat(HostNames.of("//cdn.example./img.png#f")).containsExactly("cdn.example", "example");
        assertThat(HostNames.of("http://[::1]:80/x")).containsExactly("[::1]");
        assertThat(HostNames.of("images/0001.jpg")).isEmpty();
    }
}
