package org.clipspark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.checkpoint.Checkpoint;
import org.clipspark.model.checkpoint.CheckpointAudit;
import org.clipspark.model.checkpoint.CheckpointFiles;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.exchange.ForeignModel;
import org.clipspark.model.exchange.ImportReport;
import org.clipspark.model.exchange.OpenClipFolder;
import org.clipspark.model.exchange.PositionTables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clip checkpoint import}. */
@Command(
        name = "import",
        description = {
            "Makes a checkpoint of safetensors, or of a PyTorch archive whose pickle is read but never executed, under the",
            "names of open_clip, OpenAI or Hugging Face's transformers.",
            "Positions of another image size or context length are interpolated as open_clip does, and listed.",
            "Names or shapes that do not meet are listed and nothing is written, unless an option allows it."
        },
        mixinStandardHelpOptions = true)
final class CheckpointImport implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SOURCE", description = "Safetensors file, .pt or .bin, or a folder as on the hub.")
    private Path source;

    @Option(names = "--output", required = true, paramLabel = "FOLDER", description = "Checkpoint to create.")
    private Path target;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "Architecture, see conf/model (default: open_clip_config.json beside the weights).")
    private List<Path> models = List.of();

    @Option(
            names = "--allow-missing",
            description = "Parameters that the source lacks are drawn as for a new model, by --seed.")
    private boolean allowsMissing;

    @Option(names = "--allow-unexpected", description = "Tensors that the model lacks are left out.")
    private boolean allowsUnexpected;

    @Option(names = "--seed", defaultValue = "0", description = "Seed of parameters that are drawn, 0 by default.")
    private long seed;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws JsonProcessingException {
        Path weights = weights();
        ModelConfig config = config(weights);
        ForeignModel foreign = ForeignModel.open(weights);
        try (Backend backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1))) {
            ClipModel model = ClipModel.create(config, backend, 1);
            model.initialise(seed);
            ImportReport report =
                    foreign.read(model.parameters().layout(), model.parameterVector(), PositionTables.of(config));
            Map<String, Object> result = result(report);
            List<String> refusals = refusals(report);
            if (refusals.isEmpty()) {
                save(model, foreign, result);
                result.put("checkpoint", target.toString());
            }
            output.print(spec, result);
            refusals.forEach(refusal -> spec.commandLine().getErr().println("clip: error: " + refusal));
            return refusals.isEmpty() ? 0 : FailureHandler.FAILED;
        }
    }

    private Path weights() {
        return Files.isDirectory(source) ? OpenClipFolder.weights(source) : source;
    }

    private ModelConfig config(Path weights) {
        Path file = models.isEmpty() ? weights.resolveSibling(OpenClipFolder.CONFIG) : models.get(models.size() - 1);
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("No model config " + file + "; name one with --model");
        }
        try {
            return ModelConfig.parse(OpenClipFolder.modelConfig(file));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Model config " + file + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> result(ImportReport report) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("names", report.scheme());
        result.put("missing", report.missing());
        result.put("unexpected", report.unexpected());
        result.put("resized", report.resized());
        result.put("misshapen", report.misshapen());
        return result;
    }

    private List<String> refusals(ImportReport report) {
        List<String> refusals = new ArrayList<>();
        if (!report.misshapen().isEmpty()) {
            refusals.add(report.misshapen().size() + " tensors of " + source + " have another shape; the first: "
                    + report.misshapen().get(0));
        }
        if (!report.missing().isEmpty() && !allowsMissing) {
            refusals.add(source + " lacks " + report.missing().size() + " parameters of the model, the first '"
                    + report.missing().get(0) + "'; --allow-missing draws them anew");
        }
        if (!report.unexpected().isEmpty() && !allowsUnexpected) {
            refusals.add(source + " has " + report.unexpected().size() + " tensors that the model lacks, the first '"
                    + report.unexpected().get(0) + "'; --allow-unexpected leaves them out");
        }
        return refusals;
    }

    private void save(ClipModel model, ForeignModel foreign, Map<String, Object> report)
            throws JsonProcessingException {
        Map<String, Object> origin = new LinkedHashMap<>();
        origin.put("source", foreign.file().toString());
        origin.put("source_sha256", foreign.sha256());
        origin.put("seed", seed);
        origin.putAll(report);
        Checkpoint.save(
                CheckpointFiles.folder(target),
                model.parameters().layout(),
                Map.of(Checkpoint.MODEL, model.parameterVector()),
                Map.of(
                        CheckpointAudit.MODEL_CONFIG,
                        model.config().toJson(),
                        "import",
                        JSON.writeValueAsString(origin)));
    }
}
