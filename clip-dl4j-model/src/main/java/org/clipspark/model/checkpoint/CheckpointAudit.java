package org.clipspark.model.checkpoint;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.compute.Shape;

/**
 * What a look at every byte of a checkpoint found.
 *
 * @param files number of files whose size and SHA-256 were compared
 * @param tensors number of tensors of the model
 * @param elements number of their elements
 * @param problems what is wrong, empty if nothing is
 */
public record CheckpointAudit(int files, int tensors, long elements, List<String> problems) {
    /** Document with the architecture in open_clip's schema. */
    public static final String MODEL_CONFIG = "model_config";

    /** Copies the list. */
    public CheckpointAudit {
        problems = List.copyOf(problems);
    }

    /**
     * Compares sizes and hashes of all files, names and shapes with the architecture the checkpoint states, and looks for
     * values that are no finite numbers. Damage is reported, never thrown.
     *
     * @param layoutOf parameters of an architecture, from its JSON; may throw {@link IllegalArgumentException}
     */
    public static CheckpointAudit of(CheckpointFiles files, Function<String, ParameterLayout> layoutOf) {
        List<String> problems = new ArrayList<>();
        int checked = 0;
        int tensors = 0;
        long elements = 0;
        try {
            checked = Checkpoint.verify(files).size();
            SafetensorsFile model = Checkpoint.model(files);
            tensors = model.entries().size();
            for (TensorSummary summary : model.summaries()) {
                elements += summary.shape().size();
                if (summary.nonFinite() > 0) {
                    problems.add(summary.name() + " has " + summary.nonFinite() + " elements that are not finite");
                }
            }
            compare(model, layout(Checkpoint.documents(files), layoutOf, problems), problems);
        } catch (UncheckedIOException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return new CheckpointAudit(checked, tensors, elements, problems);
    }

    private static List<ParameterLayout.Entry> layout(
            Map<String, String> documents, Function<String, ParameterLayout> layoutOf, List<String> problems) {
        String config = documents.get(MODEL_CONFIG);
        if (config == null) {
            // Without an architecture there is nothing to compare with; the hashes still hold.
            return List.of();
        }
        try {
            return layoutOf.apply(config).entries();
        } catch (IllegalArgumentException e) {
            problems.add(MODEL_CONFIG + ".json: " + e.getMessage());
            return List.of();
        }
    }

    private static void compare(SafetensorsFile model, List<ParameterLayout.Entry> wanted, List<String> problems) {
        Set<String> names = new HashSet<>();
        for (ParameterLayout.Entry entry : wanted) {
            names.add(entry.name());
            Shape shape =
                    model.find(entry.name()).map(SafetensorsFile.Entry::shape).orElse(null);
            if (shape == null) {
                problems.add(entry.name() + " is missing");
            } else if (!shape.equals(entry.shape())) {
                problems.add(entry.name() + " has shape " + shape + ", the architecture's is " + entry.shape());
            }
        }
        model.entries().stream()
                .map(SafetensorsFile.Entry::name)
                .filter(name -> !wanted.isEmpty() && !names.contains(name))
                .forEach(name -> problems.add(name + " is no parameter of the architecture"));
    }
}
