package org.clipspark.job.suite.plan;

import java.util.ArrayList;
import java.util.List;
import org.clipspark.job.embed.TextsHash;

/**
 * Sentences for every class.
 *
 * @param classNames names by label
 * @param byClass sentences of each class, at least one
 */
public record Prompts(List<String> classNames, List<List<String>> byClass) {
    /** For tasks that have no use for them. */
    public static final Prompts NONE = new Prompts(List.of(), List.of());

    /** Copies the lists and checks that every class has a sentence. */
    public Prompts {
        classNames = List.copyOf(classNames);
        byClass = byClass.stream().map(List::copyOf).toList();
        if (byClass.size() != classNames.size() || byClass.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("Every class needs a prompt, got prompts of " + byClass.size()
                    + " classes for " + classNames.size() + " names");
        }
    }

    /** All sentences, class by class. */
    public List<String> all() {
        return byClass.stream().flatMap(List::stream).toList();
    }

    /** Hexadecimal SHA-256 of the sentences and of which class they belong to. */
    public String hash() {
        List<String> lines = new ArrayList<>();
        for (int c = 0; c < byClass.size(); c++) {
            for (String prompt : byClass.get(c)) {
                lines.add(c + " " + prompt);
            }
        }
        return TextsHash.of(lines);
    }
}
