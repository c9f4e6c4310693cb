package org.clipspark.job.suite.settings;

import java.util.List;
import java.util.Optional;
import org.clipspark.job.suite.cell.CellAddress;

/**
 * Prompts of a data set in one language.
 *
 * @param name such as {@code en}
 * @param templates sentences with {@code {c}} for the class name
 * @param templatesFile the same, one a line
 * @param classNamesFile names of the classes by label, one a line, instead of those of the data set
 * @param promptsFile JSON object with a list of whole sentences for every class name, instead of templates
 */
public record LanguageSettings(
        String name,
        Optional<List<String>> templates,
        Optional<String> templatesFile,
        Optional<String> classNamesFile,
        Optional<String> promptsFile) {
    /** Checks that not two of them say the same. */
    public LanguageSettings {
        CellAddress.checkName("languages", name);
        if (sources(templates, templatesFile, promptsFile) > 1) {
            throw new IllegalArgumentException(
                    "languages: '" + name + "' has several of templates, templatesFile and promptsFile: keep one");
        }
    }

    /**
     * Checks that there are prompts.
     *
     * @throws IllegalArgumentException if there are none
     */
    public void checkHasPrompts() {
        if (sources(templates, templatesFile, promptsFile) == 0) {
            throw new IllegalArgumentException("languages: '" + name
                    + "' needs templates, templatesFile or promptsFile for the tasks of its data set");
        }
    }

    private static long sources(Optional<?>... sources) {
        return List.of(sources).stream().filter(Optional::isPresent).count();
    }
}
