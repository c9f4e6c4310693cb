package org.clipspark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.checkpoint.Checkpoint;
import org.clipspark.model.checkpoint.CheckpointAudit;
import org.clipspark.model.checkpoint.CheckpointFiles;
import org.clipspark.model.checkpoint.SafetensorsFile;
import org.clipspark.model.checkpoint.TensorSummary;
import org.clipspark.model.exchange.OpenClipFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clip checkpoint import|export|average|verify|inspect}. */
@Command(
        name = "checkpoint",
        description =
                "Brings weights in from open_clip or Hugging Face and out again, averages, checks and shows them.",
        mixinStandardHelpOptions = true,
        subcommands = {CheckpointImport.class, CheckpointAverage.class})
final class CheckpointCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Missing subcommand (expected: import, export, average, verify, inspect)");
    }

    @Command(
            name = "export",
            description = "Writes a folder with safetensors and config that open_clip loads by local-dir:FOLDER.")
    int export(
            @Parameters(paramLabel = "CHECKPOINT", description = "Folder of a checkpoint.") Path folder,
            @Option(names = "--output", required = true, paramLabel = "FOLDER", description = "Folder to create.")
                    Path target,
            @Option(
                            names = "--without-ema",
                            description =
                                    "The parameters of the last step, also where there is a moving average of them.")
                    boolean withoutEma,
            @Mixin OutputOptions output)
            throws JsonProcessingException {
        CheckpointFiles files = CheckpointFiles.folder(folder);
        String config = Checkpoint.documents(files).get(CheckpointAudit.MODEL_CONFIG);
        if (config == null) {
            throw new IllegalArgumentException(
                    folder + " does not say its architecture: it has no " + CheckpointAudit.MODEL_CONFIG + ".json");
        }
        SafetensorsFile weights = withoutEma ? Checkpoint.model(files) : Checkpoint.evaluated(files);
        OpenClipFolder.write(target, weights, config);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("weights", target.resolve(OpenClipFolder.WEIGHTS).toString());
        result.put("config", target.resolve(OpenClipFolder.CONFIG).toString());
        result.put("tensors", weights.entries().size());
        output.print(spec, result);
        return 0;
    }

    @Command(
            name = "verify",
            description = "Checks sizes, hashes, names, shapes and that every value is finite; exit code 1 if not.")
    int verify(
            @Parameters(paramLabel = "CHECKPOINT", description = "Folder of a checkpoint.") Path folder,
            @Mixin OutputOptions output)
            throws JsonProcessingException {
        CheckpointAudit audit = CheckpointAudit.of(
                CheckpointFiles.folder(folder), config -> ClipModel.layoutOf(ModelConfig.parse(config)));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("ok", audit.problems().isEmpty());
        result.put("files", audit.files());
        result.put("tensors", audit.tensors());
        result.put("parameters", audit.elements());
        result.put("problems", audit.problems());
        output.print(spec, result);
        return audit.problems().isEmpty() ? 0 : FailureHandler.FAILED;
    }

    @Command(name = "inspect", description = "Lists the tensors with type, shape, norm and range.")
    int inspect(
            @Parameters(
                            paramLabel = "CHECKPOINT",
                            description = "Folder of a checkpoint, or a file of safetensors of any program.")
                    Path path,
            @Mixin OutputOptions output)
            throws JsonProcessingException {
        SafetensorsFile file =
                Files.isDirectory(path) ? Checkpoint.model(CheckpointFiles.folder(path)) : SafetensorsFile.open(path);
        List<TensorSummary> summaries = file.summaries();
        long elements =
                summaries.stream().mapToLong(each -> each.shape().size()).sum();
        Map<String, Object> result = new LinkedHashMap<>();
        if (output.isJson()) {
            List<Map<String, Object>> tensors = new ArrayList<>();
            summaries.forEach(each -> tensors.add(fields(each)));
            result.put("tensors", tensors);
        } else {
            summaries.forEach(each -> result.put(each.name(), line(each)));
            result.put("tensors", summaries.size());
        }
        result.put("parameters", elements);
        output.print(spec, result);
        return 0;
    }

    private static Map<String, Object> fields(TensorSummary tensor) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", tensor.name());
        fields.put("dtype", tensor.type().name());
        fields.put("shape", tensor.shape().toArray());
        fields.put("norm", tensor.norm());
        fields.put("minimum", tensor.minimum());
        fields.put("maximum", tensor.maximum());
        fields.put("non_finite", tensor.nonFinite());
        return fields;
    }

    private static String line(TensorSummary tensor) {
        return String.format(
                "%-4s %-18s norm %.4g, %.4g to %.4g%s",
                tensor.type(),
                tensor.shape(),
                tensor.norm(),
                tensor.minimum(),
                tensor.maximum(),
                tensor.nonFinite() > 0 ? ", " + tensor.nonFinite() + " not finite" : "");
    }
}
