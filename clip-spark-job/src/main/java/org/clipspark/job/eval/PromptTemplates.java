package org.clipspark.job.eval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Sentences around a class name.
 *
 * @param templates each has the placeholder {@code {c}} at least once
 */
public record PromptTemplates(List<String> templates) {
    /** What stands for the class name. */
    public static final String PLACEHOLDER = "{c}";
    /** Templates for pictures of one thing. */
    public static final PromptTemplates DEFAULT = new PromptTemplates(
            List.of("a photo of a {c}.", "a photo of the {c}.", "an image of a {c}.", "a picture of a {c}.", "{c}"));

    private static final long LARGEST_FILE_BYTES = 1 << 20;

    /**
     * Checks the templates.
     *
     * @throws IllegalArgumentException if there is none or one lacks the placeholder
     */
    public PromptTemplates {
        templates = List.copyOf(templates);
        if (templates.isEmpty()) {
            throw new IllegalArgumentException("No prompt template given, expected at least one with " + PLACEHOLDER);
        }
        for (String template : templates) {
            if (!template.contains(PLACEHOLDER)) {
                throw new IllegalArgumentException(
                        "Prompt template '" + template + "' has no " + PLACEHOLDER + " where the class name goes");
            }
        }
    }

    /**
     * Reads a file of templates: UTF-8, one a line; blank lines and lines that begin with {@code #} are left out.
     *
     * @throws IllegalArgumentException if the file is over 1 MiB, has no template or one without the placeholder
     * @throws UncheckedIOException if it cannot be read
     */
    public static PromptTemplates load(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE_BYTES) {
                throw new IllegalArgumentException("Prompt templates " + file + " have " + Files.size(file)
                        + " bytes, expected at most " + LARGEST_FILE_BYTES);
            }
            return parse(file, Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read prompt templates " + file + ": " + e, e);
        }
    }

    /**
     * Every class name in every template, class-major: all prompts of the first class come first.
     *
     * @return {@code classNames.size() * templates.size()} prompts
     */
    public List<String> prompts(List<String> classNames) {
        return classNames.stream()
                .flatMap(name -> templates.stream().map(template -> template.replace(PLACEHOLDER, name)))
                .toList();
    }

    private static PromptTemplates parse(Path file, List<String> lines) {
        try {
            return new PromptTemplates(lines.stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }
}
