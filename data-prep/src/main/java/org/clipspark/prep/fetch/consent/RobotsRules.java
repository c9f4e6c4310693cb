package org.clipspark.prep.fetch.consent;

import crawlercommons.robots.BaseRobotRules;
import crawlercommons.robots.SimpleRobotRules;
import crawlercommons.robots.SimpleRobotRules.RobotRulesMode;
import crawlercommons.robots.SimpleRobotRulesParser;
import java.time.Duration;
import java.util.List;

/** What one robots.txt (RFC 9309) allows one agent. */
public final class RobotsRules {
    /** Of a host without a robots.txt. */
    public static final RobotsRules ALLOW_ALL = new RobotsRules(new SimpleRobotRules(RobotRulesMode.ALLOW_ALL));

    private final SimpleRobotRules rules;

    private RobotsRules(SimpleRobotRules rules) {
        this.rules = rules;
    }

    /**
     * Reads a file; lines that are no rules are passed over.
     *
     * @param url of the file
     * @param content of the file, or the part of it that is obeyed
     * @param agent whose group is followed, in lower case; the group of {@code *} if it has none
     */
    public static RobotsRules parse(String url, byte[] content, String agent) {
        // The parser would take a longer delay than its bound for a refusal.
        SimpleRobotRulesParser parser = new SimpleRobotRulesParser(Long.MAX_VALUE, 0);
        return new RobotsRules(parser.parseContent(url, content, "text/plain", List.of(agent)));
    }

    /** Whether the url may be fetched, by the longest rule that matches it. */
    public boolean isAllowed(String url) {
        return rules.isAllowed(url);
    }

    /** Time that the host wants between two requests; zero if it does not say. */
    public Duration crawlDelay() {
        long millis = rules.getCrawlDelay();
        return millis == BaseRobotRules.UNSET_CRAWL_DELAY ? Duration.ZERO : Duration.ofMillis(Math.max(0, millis));
    }
}
