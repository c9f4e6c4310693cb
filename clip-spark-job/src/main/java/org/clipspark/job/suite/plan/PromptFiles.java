package org.clipspark.job.suite.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipspark.job.eval.PromptTemplates;
import org.clipspark.job.suite.settings.LanguageSettings;

/** Reads what a language says of prompts. */
public final class PromptFiles {
    private static final long LARGEST_FILE_BYTES = 64 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private PromptFiles() {}

    /**
     * The prompts of a data set in a language.
     *
     * @param classNames of the data set, by label
     * @throws IllegalArgumentException if the data set has no classes or a file does not fit them
     */
    public static Prompts load(String dataset, List<String> classNames, LanguageSettings language) {
        if (classNames.isEmpty()) {
            throw new IllegalArgumentException("Data set '" + dataset
                    + "' has no classes, which zero-shot classification needs: leave the task out");
        }
        List<String> names = language.classNamesFile()
                .map(file -> names(Path.of(file), classNames.size()))
                .orElse(classNames);
        if (language.promptsFile().isPresent()) {
            return new Prompts(names, perClass(Path.of(language.promptsFile().get()), names));
        }
        PromptTemplates templates = language.templates()
                .map(PromptTemplates::new)
                .orElseGet(() ->
                        PromptTemplates.load(Path.of(language.templatesFile().orElse(""))));
        return new Prompts(
                names,
                names.stream().map(name -> templates.prompts(List.of(name))).toList());
    }

    /** Lines of a file that are neither blank nor a comment, without white space around. */
    public static List<String> lines(Path file) {
        return new String(bytes(file), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    private static List<String> names(Path file, int classes) {
        List<String> names = lines(file);
        if (names.size() != classes) {
            throw new IllegalArgumentException("Class names " + file + ": " + names.size()
                    + " names, expected one for each of the " + classes + " classes, by label");
        }
        return names;
    }

    private static List<List<String>> perClass(Path file, List<String> names) {
        Map<String, List<String>> prompts = lists(file, "a list of sentences for each class name");
        List<List<String>> byClass = new ArrayList<>();
        for (String name : names) {
            List<String> own = prompts.getOrDefault(name, List.of());
            if (own.isEmpty() || own.stream().anyMatch(String::isBlank)) {
                throw new IllegalArgumentException("Prompts " + file + ": class '" + name
                        + "' needs at least one sentence, and none that is blank");
            }
            byClass.add(own);
        }
        return byClass;
    }

    /**
     * Lists of texts by name.
     *
     * @param what the file is, for the message
     * @throws IllegalArgumentException if it holds something else
     */
    static Map<String, List<String>> lists(Path file, String what) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        try {
            JsonNode tree = JSON.readTree(bytes(file));
            boolean isObject = tree.isObject();
            for (Map.Entry<String, JsonNode> entry : tree.properties()) {
                List<String> texts = new ArrayList<>();
                for (JsonNode text : entry.getValue()) {
                    isObject &= text.isTextual();
                    texts.add(text.asText());
                }
                isObject &= entry.getValue().isArray();
                lists.put(entry.getKey(), texts);
            }
            if (!isObject) {
                throw new IllegalArgumentException(file + ": expected a JSON object with " + what);
            }
            return lists;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    file + ": expected a JSON object with " + what + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ": " + e, e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE_BYTES) {
                throw new IllegalArgumentException(
                        file + " has " + Files.size(file) + " bytes, expected at most " + LARGEST_FILE_BYTES);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ": " + e, e);
        }
    }
}
