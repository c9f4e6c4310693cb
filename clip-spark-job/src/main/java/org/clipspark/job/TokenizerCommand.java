package org.clipspark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.clipspark.model.caption.CaptionCleaner;
import org.clipspark.model.input.BytePairTrainer;
import org.clipspark.model.input.ClipTokenizer;
import org.clipspark.model.input.TokenizerOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clip tokenizer train|encode|decode}. */
@Command(
        name = "tokenizer",
        description = "Learns a byte-level BPE vocabulary, or shows what one does.",
        mixinStandardHelpOptions = true)
final class TokenizerCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing subcommand (expected: train, encode, decode)");
    }

    @Command(name = "train", description = "Learns a vocabulary from captions, one a line.")
    int train(
            @Option(names = "--captions", required = true, paramLabel = "FILE", description = "Text, UTF-8.")
                    Path captions,
            @Option(names = "--size", required = true, description = "Tokens wanted, at least 514.") int size,
            @Option(names = "--output", required = true, paramLabel = "FILE", description = "Vocabulary to write.")
                    Path vocabulary,
            @Mixin OutputOptions output)
            throws JsonProcessingException {
        BytePairTrainer trainer = new BytePairTrainer(size);
        try (Stream<String> lines = Files.lines(captions)) {
            lines.forEach(trainer::add);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read captions " + captions + ": " + e, e);
        }
        ClipTokenizer tokenizer = trainer.train(vocabulary);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("vocabulary", vocabulary.toString());
        result.put("size", tokenizer.vocabularySize());
        result.put("hash", tokenizer.hash());
        output.print(spec, result);
        return 0;
    }

    @Command(name = "encode", description = "Prints the token ids of a text.")
    int encode(
            @Option(
                            names = "--vocabulary",
                            required = true,
                            paramLabel = "FILE",
                            description = "Merges, plain or gzip.")
                    Path vocabulary,
            @Option(names = "--context", defaultValue = "77", description = "Tokens in all, 77 by default.")
                    int context,
            @Option(
                            names = "--clean",
                            paramLabel = "FORM",
                            description = "lower, whitespace or canonicalize (default: what the kind of file has).")
                    List<String> forms,
            @Parameters(paramLabel = "TEXT", description = "The text.") String text,
            @Mixin OutputOptions output)
            throws JsonProcessingException {
        TokenizerOptions options = new TokenizerOptions(Stream.ofNullable(forms)
                .flatMap(List::stream)
                .reduce((first, last) -> last)
                .map(CaptionCleaner::named));
        int[] ids = ClipTokenizer.load(vocabulary, options).encode(text, context);
        output.print(spec, Map.of("ids", Arrays.stream(ids).boxed().toList()));
        return 0;
    }

    @Command(name = "decode", description = "Prints the text of token ids.")
    int decode(
            @Option(
                            names = "--vocabulary",
                            required = true,
                            paramLabel = "FILE",
                            description = "Merges, plain or gzip.")
                    Path vocabulary,
            @Parameters(paramLabel = "ID", arity = "1..*", description = "Token ids.") List<Integer> ids,
            @Mixin OutputOptions output)
            throws JsonProcessingException {
        int[] array = ids.stream().mapToInt(Integer::intValue).toArray();
        output.print(spec, Map.of("text", ClipTokenizer.load(vocabulary).decode(array)));
        return 0;
    }
}
