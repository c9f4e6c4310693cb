package org.clipspark.job.suite.cell;

import java.util.regex.Pattern;

/**
 * Which cell it is.
 *
 * @param dataset name of the data set
 * @param model name of the run or model, CLIP_benchmark's {@code model}
 * @param pretrained name of the checkpoint within it, CLIP_benchmark's {@code pretrained}
 * @param language of the prompts
 * @param task what was measured
 */
public record CellAddress(String dataset, String model, String pretrained, String language, SuiteTask task) {
    /** The names become folders, on any file system. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /** Checks the names. */
    public CellAddress {
        checkName("dataset", dataset);
        checkName("model", model);
        checkName("pretrained", pretrained);
        checkName("language", language);
    }

    /**
     * Checks a name that becomes part of a path.
     *
     * @param what it is the name of
     * @throws IllegalArgumentException if it holds more than letters, digits, dots, underscores and hyphens, begins with
     *     something else than a letter or a digit, or is over 100 characters long
     */
    public static void checkName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Name of " + what + " '" + name
                    + "' must be 1 to 100 letters, digits, '.', '_' or '-' and begin with a letter or a digit");
        }
    }

    /** The checkpoint in one word: {@code model/pretrained}. */
    public String checkpoint() {
        return model + "/" + pretrained;
    }

    /** All but the checkpoint in one word: {@code dataset/language/task}. */
    public String row() {
        return dataset + "/" + language + "/" + task.spelling();
    }

    /** Path within the folder of the cells, without an ending. */
    String path() {
        return String.join("/", dataset, model, pretrained, language, task.spelling());
    }

    @Override
    public String toString() {
        return path();
    }
}
