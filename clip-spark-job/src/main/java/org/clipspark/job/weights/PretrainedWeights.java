package org.clipspark.job.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.clipspark.model.ClipModel;
import org.clipspark.model.checkpoint.Checkpoint;
import org.clipspark.model.checkpoint.CheckpointFiles;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.exchange.ForeignModel;
import org.clipspark.model.exchange.ImportReport;
import org.clipspark.model.exchange.OpenClipFolder;
import org.clipspark.model.exchange.PositionTables;

/** Weights of a file: a checkpoint's, or another program's. */
final class PretrainedWeights implements InitialWeights {
    private static final int EXAMPLES = 3;
    private static final int SLICE = 1 << 16;

    private final ForeignModel weights;

    private PretrainedWeights(ForeignModel weights) {
        this.weights = weights;
    }

    static PretrainedWeights open(String source) {
        return new PretrainedWeights(ForeignModel.open(file(Path.of(source))));
    }

    private static Path file(Path source) {
        if (!Files.exists(source)) {
            throw new IllegalArgumentException("model.weights " + source + ": no such file or folder");
        }
        if (!Files.isDirectory(source)) {
            return source;
        }
        if (Checkpoint.isIn(source)) {
            return Path.of(Checkpoint.evaluated(CheckpointFiles.folder(source)).location());
        }
        Path file = OpenClipFolder.weights(source);
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("model.weights " + source + " is a folder without weights (expected: a"
                    + " checkpoint, or " + OpenClipFolder.WEIGHTS + " or " + file.getFileName() + " in it)");
        }
        return file;
    }

    @Override
    public WeightsRemarks fill(ClipModel model) {
        ParameterLayout layout = model.parameters().layout();
        FloatVector parameters = model.parameterVector();
        ImportReport report = weights.read(layout, parameters, PositionTables.of(model.config()));
        if (!report.isComplete()) {
            throw new IllegalArgumentException(
                    "model.weights " + weights.file() + " does not fit model.config: " + misfit(report));
        }
        notFinite(layout, parameters).ifPresent(name -> {
            throw new IllegalArgumentException(
                    "model.weights " + weights.file() + " has values that are not finite, the first in '" + name + "'");
        });
        return new WeightsRemarks(report.resized(), ActivationPairing.warnings(weights.file(), model.config()));
    }

    private static String misfit(ImportReport report) {
        List<String> parts = new ArrayList<>();
        parts.add(part(report.missing(), "parameters of the model are missing"));
        parts.add(part(report.unexpected(), "tensors are not the model's"));
        parts.add(part(report.misshapen(), "tensors have another shape"));
        return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("; "));
    }

    private static String part(List<String> all, String what) {
        String examples = all.stream().limit(EXAMPLES).collect(Collectors.joining(", "));
        String more = all.size() > EXAMPLES ? ", ..." : "";
        return all.isEmpty() ? "" : all.size() + " " + what + " (" + examples + more + ")";
    }

    private static Optional<String> notFinite(ParameterLayout layout, FloatVector values) {
        return layout.entries().stream()
                .filter(entry ->
                        !isFinite(values.slice(entry.offset(), entry.shape().size())))
                .map(ParameterLayout.Entry::name)
                .findFirst();
    }

    private static boolean isFinite(FloatVector values) {
        float[] slice = new float[(int) Math.min(SLICE, values.size())];
        for (long offset = 0; offset < values.size(); offset += slice.length) {
            int count = (int) Math.min(slice.length, values.size() - offset);
            values.read(offset, slice, 0, count);
            for (int i = 0; i < count; i++) {
                if (!Float.isFinite(slice[i])) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public Map<String, String> lineage() {
        return Map.of(HASH, weights.sha256(), SOURCE, weights.file().toString());
    }
}
