package org.clipspark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.clipspark.job.suite.gate.GateSettings;
import org.clipspark.job.suite.settings.SuiteSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParseResult;

/** The commands in {@code deploy}, {@code conf} and the documentation: they have no compiler that would notice a wrong one. */
class ShippedCommandsTest {
    private static final Path HOME = Path.of("..");
    private static final Path SCHEDULED = HOME.resolve("deploy/scheduled");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    /** A command at the start of a line or of a file's header, or behind cron's lock. */
    private static final Pattern COMMAND =
            Pattern.compile("(?m)(?:^|^# [Cc]ommand: |\\.lock )(?:deploy/local/)?clip +((?:[^\\n\\\\]|\\\\\\n)*)");

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|([^\\s\"']+)");
    private static final Pattern END_OF_COMMAND = Pattern.compile("\\||\\|\\||&&?|;|[12]?>>?|#.*");
    private static final Pattern BASH_BLOCK = Pattern.compile("(?s)```bash\\n(.*?)```");

    @ParameterizedTest
    @ValueSource(strings = {"crontab", "airflow_dag.py", "README.md"})
    void aScheduledLineStartsAnEvaluationThatCanBe(String file) throws IOException {
        assertThat(commands(Files.readString(SCHEDULED.resolve(file))))
                .singleElement()
                .satisfies(ShippedCommandsTest::assertEvaluates);
    }

    @Test
    void theCronJobStartsAnEvaluationThatCanBe() throws IOException {
        JsonNode job = YAML.readTree(SCHEDULED.resolve("cronjob.yaml").toFile());
        JsonNode pod = job.at("/spec/jobTemplate/spec/template/spec");
        JsonNode container = pod.at("/containers/0");
        List<String> words = texts(container.path("command"));

        assertThat(job.path("kind").asText()).isEqualTo("CronJob");
        assertSchedule(job.at("/spec/schedule").asText());
        int mainClass = words.indexOf(ClipJob.class.getName());
        assertThat(words.subList(0, mainClass))
                .startsWith("/opt/spark/bin/spark-submit")
                .endsWith("--class");
        // Behind the class come the jar and the command.
        assertEvaluates(words.subList(mainClass + 2, words.size()));
        assertMountsItsVolumes(container, pod);
    }

    @Test
    void theSparkApplicationStartsAnEvaluationThatCanBe() throws IOException {
        JsonNode job = YAML.readTree(SCHEDULED.resolve("spark-operator.yaml").toFile());
        JsonNode application = job.at("/spec/template");

        assertThat(job.path("kind").asText()).isEqualTo("ScheduledSparkApplication");
        assertSchedule(job.at("/spec/schedule").asText());
        assertThat(application.path("mainClass").asText()).isEqualTo(ClipJob.class.getName());
        assertEvaluates(texts(application.path("arguments")));
        assertMountsItsVolumes(application.path("driver"), application);
        assertMountsItsVolumes(application.path("executor"), application);
    }

    @Test
    void theCrontabHasAScheduleAndACommandOfTheShell() throws IOException, InterruptedException {
        String line = Files.readAllLines(SCHEDULED.resolve("crontab")).stream()
                .filter(each -> each.contains("deploy/local/clip"))
                .findFirst()
                .orElseThrow();
        Matcher fields = Pattern.compile("((?:\\S+ ){4}\\S+) (.*)").matcher(line);

        assertThat(fields.matches()).isTrue();
        assertSchedule(fields.group(1));
        assertThat(fields.group(2)).as("cron takes it for the end of a line").doesNotContain("%");
        assertThat(complaints("-c", fields.group(2))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "benchmarks/run",
                "deploy/local/clip",
                "deploy/standalone/cluster",
                "deploy/standalone/fault-drill",
                "deploy/standalone/spark-home.sh",
                "deploy/standalone/submit"
            })
    void aScriptIsOneOfTheShell(String script) throws IOException, InterruptedException {
        assertThat(complaints(HOME.resolve(script).toString())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void aCommandThatAFileShowsCanBeUnderstood(Path file) throws IOException {
        String text = Files.readString(file);
        String shown = file.toString().endsWith(".md")
                ? BASH_BLOCK
                        .matcher(text)
                        .results()
                        .map(block -> block.group(1))
                        .reduce("", String::concat)
                : text;

        for (List<String> words : commands(shown)) {
            ParseResult parsed = parsed(words);
            existing(parsed, "--conf-file")
                    .ifPresent(conf -> assertThat(HOME.resolve(conf)).exists());
            existing(parsed, "--gate")
                    .ifPresent(gate -> assertThat(HOME.resolve(gate)).exists());
        }
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>(List.of(HOME.resolve("README.md"), HOME.resolve("CONTRIBUTING.md")));
        for (String folder : List.of("docs", "conf", "deploy/scheduled")) {
            try (Stream<Path> tree = Files.walk(HOME.resolve(folder))) {
                tree.filter(file -> file.toString().matches(".*\\.(md|yaml)"))
                        .sorted()
                        .forEach(files::add);
            }
        }
        return files;
    }

    /** A path within conf; other words stand for what a user fills in. */
    private static Optional<String> existing(ParseResult parsed, String option) {
        return Stream.of(parsed)
                .filter(each -> each.hasMatchedOption(option))
                .flatMap(each -> each.matchedOption(option).originalStringValues().stream())
                .filter(path -> path.startsWith("conf/"))
                .findFirst();
    }

    private static List<List<String>> commands(String text) {
        return COMMAND.matcher(text)
                .results()
                .map(found -> words(found.group(1).replace("\\\n", " ")))
                .toList();
    }

    private static List<String> words(String command) {
        return WORD.matcher(command)
                .results()
                .map(MatchResult::group)
                .takeWhile(word -> !END_OF_COMMAND.matcher(word).matches())
                .map(word -> word.replaceAll("^([\"'])(.*)\\1$", "$2"))
                .toList();
    }

    /** The innermost command of a line; fails where picocli refuses a word. */
    private static ParseResult parsed(List<String> words) {
        ParseResult parsed = ClipJob.commandLine().parseArgs(words.toArray(String[]::new));
        while (parsed.hasSubcommand()) {
            parsed = parsed.subcommand();
        }
        return parsed;
    }

    private static void assertEvaluates(List<String> words) {
        ParseResult parsed = parsed(words);
        assertThat(parsed.commandSpec().name()).isEqualTo("evaluate");
        assertThat(parsed.hasMatchedOption("--once"))
                .as("a scheduler starts it again")
                .isTrue();
        assertThat(parsed.hasMatchedOption("--watch")).isTrue();
        List<String> overrides =
                parsed.hasMatchedOption("--set") ? parsed.matchedOption("--set").originalStringValues() : List.of();
        assertThat(SuiteSettings.load(conf(parsed, "--conf-file"), overrides).datasets())
                .isNotEmpty();
        assertThat(GateSettings.load(conf(parsed, "--gate")).thresholds()).isNotEmpty();
    }

    /** A file of the repository; pods have its copy under {@code /data}. */
    private static Path conf(ParseResult parsed, String option) {
        String path = parsed.matchedOption(option).originalStringValues().get(0);
        return HOME.resolve(path.startsWith("/data/") ? path.substring("/data/".length()) : path);
    }

    private static void assertSchedule(String schedule) {
        assertThat(schedule.split(" ", -1)).hasSize(5).allMatch(field -> field.matches("[-0-9*/,]+"));
    }

    private static void assertMountsItsVolumes(JsonNode container, JsonNode pod) {
        assertThat(container.path("volumeMounts").findValuesAsText("name"))
                .isNotEmpty()
                .isSubsetOf(pod.path("volumes").findValuesAsText("name"));
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** What Bash says of a script that it only reads. */
    private static String complaints(String... arguments) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs Bash");
        List<String> command = new ArrayList<>(List.of("/bin/bash", "-n"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() == 0 ? said : said + " ended with " + process.exitValue();
    }
}
