package org.clipspark.prep.fetch.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RobotsRulesTest {
    @Test
    void prefersTheLongestRuleAndAllowsWhenTwoAreEquallyLong() {
        RobotsRules rules = rules("User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /c\nAllow: /c\n");

        assertThat(rules.isAllowed("http://a.test/a/x")).isFalse();
        assertThat(rules.isAllowed("http://a.test/a/b/x")).isTrue();
        assertThat(rules.isAllowed("http://a.test/c")).isTrue();
    }

    @Test
    void knowsWildcardsAndEnds() {
        RobotsRules rules = rules("User-agent: *\nDisallow: /*.gif$\nDisallow: /img/*/full\n");

        assertThat(rules.isAllowed("http://a.test/x.gif")).isFalse();
        assertThat(rules.isAllowed("http://a.test/x.gif?size=1")).isTrue();
        assertThat(rules.isAllowed("http://a.test/img/7/full.jpg")).isFalse();
    }

    @Test
    void joinsTheGroupsOfItsNameInAnyCase() {
        RobotsRules rules = rules(
                "User-agent: Clip-Spark\nDisallow: /a\n\nUser-agent: *\nDisallow: /\n\nUser-agent: CLIP-SPARK\nDisallow: /b\n");

        assertThat(rules.isAllowed("http://a.test/a")).isFalse();
        assertThat(rules.isAllowed("http://a.test/b")).isFalse();
        assertThat(rules.isAllowed("http://a.test/c")).isTrue();
    }

    @Test
    void allowsAllWithoutRules() {
        assertThat(rules("").isAllowed("http://a.test/")).isTrue();
        assertThat(rules("<html>Not found</html>").isAllowed("http://a.test/")).isTrue();
        assertThat(RobotsRules.ALLOW_ALL.isAllowed("http://a.test/")).isTrue();
    }

    @Test
    void readsTheDelayThatAHostWants() {
        assertThat(rules("User-agent: *\nCrawl-delay: 2.5\n").crawlDelay()).isEqualTo(Duration.ofMillis(2_500));
        assertThat(rules("User-agent: *\nCrawl-delay: 99999\nDisallow: /x").isAllowed("http://a.test/"))
                .isTrue();
        assertThat(rules("User-agent: *\nDisallow: /x\n").crawlDelay()).isZero();
    }

    private static RobotsRules rules(String text) {
        return RobotsRules.parse("http://a.test/robots.txt", text.getBytes(StandardCharsets.UTF_8), "clip-spark");
    }
}
