package org.clipspark.benchmarks.throughput;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.clipspark.benchmarks.result.BenchmarkResult;
import org.clipspark.model.input.BytePairTrainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tokenizer}: captions per second on one core. */
@Command(
        name = "tokenizer",
        mixinStandardHelpOptions = true,
        description = {
            "Captions to 77 token ids on one core, beside Hugging Face's tokenizers (Rust, through DJL). Both must give",
            "equal ids. Captions and a vocabulary are made up where the files are absent."
        })
public final class TokenizerCommand implements Callable<Integer> {
    private static final int GENERATED_VOCABULARY = 8_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--captions",
            paramLabel = "FILE",
            description = "one caption before a tab on each line (default: ${DEFAULT-VALUE})")
    private Path captions = Path.of("../shared/data/web_metadata/cc3m_validation_part.tsv");

    @Option(
            names = "--vocabulary",
            paramLabel = "FILE",
            description = "merges in CLIP's form (default: ${DEFAULT-VALUE})")
    private Path vocabulary = Path.of("../shared/golden/bpe_simple_vocab_16e6.txt.gz");

    @Option(names = "--repeats", paramLabel = "N", description = "alternating repeats (default: ${DEFAULT-VALUE})")
    private int repeats = 5;

    @Override
    public Integer call() {
        if (repeats < 1) {
            throw new ParameterException(spec.commandLine(), "--repeats must be at least 1, got " + repeats);
        }
        boolean isThere = Files.exists(captions);
        String source = isThere ? captions.toString() : Captions.GENERATED;
        String caseName = isThere ? "captions" : Captions.GENERATED;
        spec.commandLine().getErr().println(BenchmarkResult.header());
        BenchmarkResult result = Files.exists(vocabulary)
                ? measure(caseName, source, vocabulary)
                : measureWithOwnVocabulary(caseName, source);
        spec.commandLine().getErr().println(result.toRow());
        spec.commandLine().getOut().println(result.toJson());
        return 0;
    }

    private BenchmarkResult measureWithOwnVocabulary(String caseName, String source) {
        try {
            Path own = Files.createTempFile("vocabulary", ".txt");
            try {
                BytePairTrainer trainer = new BytePairTrainer(GENERATED_VOCABULARY);
                Captions.read(source).forEach(trainer::add);
                trainer.train(own);
                return measure(caseName, source, own);
            } finally {
                Files.delete(own);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write a vocabulary", e);
        }
    }

    private BenchmarkResult measure(String caseName, String source, Path merges) {
        Sides sides = new Sides("tokenizer", caseName, "captions/s", List.of(source, merges.toString()));
        return sides.measure(repeats, 0);
    }
}
