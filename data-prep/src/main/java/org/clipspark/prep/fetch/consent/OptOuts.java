package org.clipspark.prep.fetch.consent;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the header X-Robots-Tag, as documented for search engines and extended by image hosts with directives such as
 * {@code noai}.
 */
public final class OptOuts {
    private static final Pattern AGENT = Pattern.compile("\\*|[a-z][a-z0-9_.-]*");

    /** Directives that have a value after a colon and must not be taken for names of agents. */
    private static final Set<String> WITH_VALUE =
            Set.of("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview");

    private final String agent;
    private final Set<String> excluding;

    /**
     * For one downloader.
     *
     * @param agent name by which headers may single this downloader out, in lower case
     * @param directives those that exclude an image, in lower case
     */
    public OptOuts(String agent, List<String> directives) {
        this.agent = agent;
        this.excluding = new LinkedHashSet<>(directives);
    }

    /**
     * The first directive that excludes an image and is meant for all or for this agent.
     *
     * @param values of all headers X-Robots-Tag, in any case: {@code noai, noimageai} or {@code somebot: noindex}
     */
    public Optional<String> excludingDirective(List<String> values) {
        for (String value : values) {
            for (String directive : directives(value)) {
                if (excluding.contains(directive)) {
                    return Optional.of(directive);
                }
            }
        }
        return Optional.empty();
    }

    /** A name holds for all directives up to the next name; {@code none} is short for two directives. */
    private List<String> directives(String value) {
        List<String> meant = new ArrayList<>();
        boolean isForUs = true;
        for (String part : value.toLowerCase(Locale.ROOT).split(",", -1)) {
            String directive = part.strip();
            int colon = directive.indexOf(':');
            String before = colon < 0 ? "" : directive.substring(0, colon).strip();
            if (AGENT.matcher(before).matches() && !WITH_VALUE.contains(before)) {
                isForUs = before.equals("*") || before.equals(agent);
                directive = directive.substring(colon + 1).strip();
            }
            if (isForUs) {
                meant.add(directive.equals("none") ? "noindex" : directive);
            }
        }
        return meant;
    }
}
