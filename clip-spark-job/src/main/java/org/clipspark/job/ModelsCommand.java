package org.clipspark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clip models list|show}. */
@Command(name = "models", description = "Shows what models take, by shapes alone.", mixinStandardHelpOptions = true)
final class ModelsCommand implements Runnable {
    private static final String SUFFIX = ".json";

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing subcommand (expected: list, show)");
    }

    @Command(name = "list", description = "Lists the model configurations of a folder.")
    int list(
            @Option(
                            names = "--folder",
                            defaultValue = "conf/model",
                            paramLabel = "DIR",
                            description = "Folder of configurations, conf/model by default.")
                    Path folder,
            @Mixin OutputOptions output)
            throws JsonProcessingException {
        List<ModelSize> models =
                configurations(folder).stream().map(ModelSize::of).toList();
        if (output.isJson()) {
            output.print(
                    spec,
                    Map.of("models", models.stream().map(ModelSize::figures).toList()));
            return 0;
        }
        Map<String, String> lines = new LinkedHashMap<>();
        models.forEach(model -> lines.put(model.name(), model.summary()));
        output.print(spec, lines);
        return 0;
    }

    private static List<Path> configurations(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list model configurations in " + folder + ": " + e, e);
        }
    }

    @Command(name = "show", description = "Shows parameters and operations of one model.")
    int show(
            @Parameters(paramLabel = "NAME|FILE", description = "Name in the folder, or a configuration file.")
                    String model,
            @Option(
                            names = "--folder",
                            defaultValue = "conf/model",
                            paramLabel = "DIR",
                            description = "Folder of configurations, conf/model by default.")
                    Path folder,
            @Mixin OutputOptions output)
            throws JsonProcessingException {
        output.print(spec, ModelSize.of(find(model, folder)).figures());
        return 0;
    }

    private static Path find(String model, Path folder) {
        Path named = folder.resolve(model + SUFFIX);
        Path file = model.endsWith(SUFFIX) || !Files.exists(named) ? Path.of(model) : named;
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("No model '" + model + "': neither " + named + " nor a file of that name"
                    + " exists; see clip models list");
        }
        return file;
    }
}
