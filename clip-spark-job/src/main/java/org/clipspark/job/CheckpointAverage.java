package org.clipspark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.clipspark.model.checkpoint.ParameterMean;
import org.clipspark.model.checkpoint.SafetensorsFile;
import org.clipspark.model.compute.ParameterLayout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clip checkpoint average}. */
@Command(
        name = "average",
        description = {
            "Makes a checkpoint whose parameters are the mean of several checkpoints' (a model soup).",
            "Of a checkpoint that keeps a moving average, that is taken, as an evaluation does."
        },
        mixinStandardHelpOptions = true)
final class CheckpointAverage implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> STATE = List.of("run_id", "epoch", "step");

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "2..*", paramLabel = "CHECKPOINT", description = "Folders of two or more checkpoints.")
    private List<Path> folders = List.of();

    @Option(names = "--output", required = true, paramLabel = "FOLDER", description = "Checkpoint to create.")
    private Path target;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws JsonProcessingException {
        List<SafetensorsFile> weights = new ArrayList<>();
        List<Map<String, Object>> sources = new ArrayList<>();
        String config = "";
        for (Path folder : folders) {
            CheckpointFiles files = CheckpointFiles.folder(folder);
            Map<String, String> documents = Checkpoint.documents(files);
            weights.add(Checkpoint.evaluated(files));
            sources.add(source(folder, documents));
            config = config.isEmpty() ? config(folder, documents) : config;
        }
        ParameterLayout layout = ClipModel.layoutOf(ModelConfig.parse(config));
        Checkpoint.save(
                CheckpointFiles.folder(target),
                layout,
                Map.of(Checkpoint.MODEL, new ParameterMean(layout, weights)),
                Map.of(CheckpointAudit.MODEL_CONFIG, config, "average", JSON.writeValueAsString(sources)));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("checkpoint", target.toString());
        result.put("averaged", folders.size());
        result.put("parameters", layout.size());
        output.print(spec, result);
        return 0;
    }

    private static String config(Path folder, Map<String, String> documents) {
        String config = documents.get(CheckpointAudit.MODEL_CONFIG);
        if (config == null) {
            throw new IllegalArgumentException(
                    folder + " does not say its architecture: it has no " + CheckpointAudit.MODEL_CONFIG + ".json");
        }
        return config;
    }

    private static Map<String, Object> source(Path folder, Map<String, String> documents)
            throws JsonProcessingException {
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("checkpoint", folder.toString());
        JsonNode state = JSON.readTree(documents.getOrDefault("state", "{}"));
        STATE.stream().filter(state::has).forEach(key -> source.put(key, state.get(key)));
        return source;
    }
}
