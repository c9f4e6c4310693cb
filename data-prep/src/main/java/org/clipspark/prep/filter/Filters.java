package org.clipspark.prep.filter;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.clipspark.prep.shard.RowStatus;
import org.clipspark.prep.shard.ShardSchema;
import org.clipspark.prep.twin.TwinSearch;

/**
 * Decides which rows a data set keeps, step by step. A row's fate is the first step that it fails: its status becomes
 * {@code filter_NAME} for rules and fractions, {@code duplicate_NAME} for duplicates and {@code contaminated_NAME} for
 * rows of evaluation sets, and its error message says what was found, or the twin. The same rows have the same fates
 * whatever their order and partitions.
 */
public final class Filters implements AutoCloseable {
    /** Begin of the status of rows that a rule rejects. */
    public static final String REJECTED = "filter_";

    private static final String FATE = "filter_fate";
    private static final int DETAIL_CHARACTERS = 500;
    private static final List<String> ORIGIN =
            List.of(ShardSchema.SOURCE, ShardSchema.SOURCE_FILE, ShardSchema.SOURCE_ROW);

    private final SparkSession spark;
    private final RuleFunctions functions;
    private final List<Step> steps;
    private final TwinSearch search;

    private Filters(SparkSession spark, RuleFunctions functions, List<Step> steps) {
        this.spark = spark;
        this.functions = functions;
        this.steps = List.copyOf(steps);
        this.search = new TwinSearch(spark);
    }

    /**
     * Reads the files that the steps name and adds functions to the session.
     *
     * @throws IllegalArgumentException if a file does not hold what its rule expects; the message names the step
     * @throws java.io.UncheckedIOException if a file cannot be read
     */
    public static Filters of(FilterConfig config, SparkSession spark) {
        RuleFunctions functions = new RuleFunctions(spark);
        List<Step> steps = new ArrayList<>();
        for (FilterStep step : config.steps()) {
            try {
                steps.add(step(step.withoutPreset(), functions));
            } catch (IllegalArgumentException e) {
                functions.close();
                throw new IllegalArgumentException("filter step '" + step.name() + "': " + e.getMessage(), e);
            }
        }
        return new Filters(spark, functions, steps);
    }

    private static Step step(FilterStep step, RuleFunctions functions) {
        String name = step.name();
        return step.keep()
                .<Step>map(rule -> new RuleStep(name, rule.condition(functions)))
                .or(() -> step.top().map(rule -> new SetStep.Top(name, rule)))
                .or(() -> step.exact().map(rule -> new SetStep.Distinct(name, rule)))
                .or(() -> step.near().map(rule -> new SetStep.Distinct(name, rule)))
                .or(() -> step.semantic().map(rule -> new SetStep.Distinct(name, rule)))
                .or(() -> step.decontaminate().map(rule -> new SetStep.Decontaminated(name, rule)))
                .orElseThrow();
    }

    /** Names of the steps in order. */
    public List<String> stepNames() {
        return steps.stream().map(Step::name).toList();
    }

    /** Names of the steps in order, with the status of rows that fail them. */
    public Map<String, String> statuses() {
        Map<String, String> statuses = new LinkedHashMap<>();
        steps.forEach(step -> statuses.put(step.name(), step.status()));
        return statuses;
    }

    /**
     * Checks that every step can run on rows with these columns, without looking at a row.
     *
     * @throws IllegalArgumentException if a column is missing or has another type than a step needs, or an expression is
     *     none that is true or false, depends on chance or cannot be understood; the message names the step
     */
    public void check(StructType columns) {
        StepCheck check = new StepCheck(spark, columns);
        steps.forEach(check::require);
    }

    /**
     * Applies the first steps, as far as they need no image: rules that do not read {@code width}, {@code height},
     * {@code sha256}, {@code perceptual_hash} or {@code exif}. A rule that reads {@code original_width} or
     * {@code original_height} only rejects here what the values that are there rule out; a row without them waits for
     * {@link #decisions}.
     *
     * @param rows that passed {@link #check}
     * @return the same rows and columns, in the same partitions and order, with {@code status} and {@code error_message}
     *     of those rows changed that were {@code success} and fail
     */
    public Dataset<Row> beforeFetch(Dataset<Row> rows) {
        StepCheck beforeFetch = StepCheck.withoutImages(spark, rows.schema());
        StepCheck beforeSizes = StepCheck.withoutSizes(spark, rows.schema());
        List<Column> fates = new ArrayList<>();
        for (Step step : steps) {
            if (!(step instanceof RuleStep rule) || !beforeFetch.canRun(rule)) {
                break;
            }
            String failed = beforeSizes.canRun(rule) ? "NOT " + rule.passes() : rule.fails();
            fates.add(
                    when(expr(failed), fate(rule.status(), expr(rule.condition().detail()))));
        }
        Dataset<Row> decided = withFates(rows, fates);
        List<Column> columns = new ArrayList<>();
        for (String name : rows.columns()) {
            boolean isChanged = name.equals(ShardSchema.STATUS) || name.equals(ShardSchema.ERROR_MESSAGE);
            Column old = col(Sql.column(name));
            columns.add(isChanged ? coalesce(col(FATE).getField(name), old).as(name) : old);
        }
        return decided.select(columns.toArray(Column[]::new));
    }

    /**
     * Applies all steps to rows whose status is {@code success}.
     *
     * @param rows that passed {@link #check}, every one with another {@code source}, {@code source_file} and
     *     {@code source_row}
     * @param evaluationSets name to rows with the columns that decontamination reads
     * @return {@code source, source_file, source_row, status, error_message} of the rows that fail, readable until
     *     {@link #close}
     * @throws IllegalArgumentException if an evaluation set is missing or too large
     */
    public Dataset<Row> decisions(Dataset<Row> rows, Map<String, Dataset<Row>> evaluationSets) {
        Dataset<Row> decided =
                withFates(rows.where(col(ShardSchema.STATUS).equalTo(RowStatus.SUCCESS.label())), List.of());
        List<Column> fates = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof RuleStep rule) {
                fates.add(when(
                        expr("NOT " + rule.passes()),
                        fate(rule.status(), expr(rule.condition().detail()))));
            } else if (step instanceof SetStep set) {
                decided = withFates(decided, fates);
                fates.clear();
                Dataset<Row> passing = decided.where(col(FATE).isNull());
                decided = withRejected(decided, set, set.rejected(passing, evaluationSets, search));
            }
        }
        List<Column> result = new ArrayList<>();
        ORIGIN.forEach(name -> result.add(col(name)));
        result.add(col(FATE).getField(ShardSchema.STATUS).as(ShardSchema.STATUS));
        result.add(col(FATE).getField(ShardSchema.ERROR_MESSAGE).as(ShardSchema.ERROR_MESSAGE));
        return withFates(decided, fates).where(col(FATE).isNotNull()).select(result.toArray(Column[]::new));
    }

    private static Column fate(String status, Column message) {
        return struct(
                lit(status).as(ShardSchema.STATUS),
                substring(message, 1, DETAIL_CHARACTERS).as(ShardSchema.ERROR_MESSAGE));
    }

    /** The first fate that applies to a row without one; each is null where it does not apply. */
    private static Dataset<Row> withFates(Dataset<Row> rows, List<Column> fates) {
        Column none = fate("", lit("")).cast("struct<status: string, error_message: string>");
        Column known = List.of(rows.columns()).contains(FATE) ? col(FATE) : when(lit(false), none);
        List<Column> all = new ArrayList<>(List.of(known));
        Column isOpen = known.isNull().and(col(ShardSchema.STATUS).equalTo(RowStatus.SUCCESS.label()));
        fates.forEach(fate -> all.add(when(isOpen, fate)));
        return rows.withColumn(FATE, coalesce(all.toArray(Column[]::new)));
    }

    private static Dataset<Row> withRejected(Dataset<Row> rows, SetStep step, Dataset<Row> rejected) {
        Dataset<Row> renamed = rejected.toDF("r_source", "r_file", "r_row", "r_message");
        Column same = col(ShardSchema.SOURCE)
                .equalTo(col("r_source"))
                .and(col(ShardSchema.SOURCE_FILE).equalTo(col("r_file")))
                .and(col(ShardSchema.SOURCE_ROW).equalTo(col("r_row")));
        Column fate = when(col("r_source").isNotNull(), fate(step.status(), col("r_message")));
        return rows.join(renamed, same, "left")
                .withColumn(FATE, coalesce(col(FATE), fate))
                .drop("r_source", "r_file", "r_row", "r_message");
    }

    /**
     * The SQL of a rule's step, which as the WHERE clause of a query in this session keeps the rows that pass it; nothing
     * for a step that looks at more than one row.
     */
    public Optional<String> sql(String name) {
        return steps.stream()
                .filter(step -> step.name().equals(name))
                .filter(RuleStep.class::isInstance)
                .map(step -> ((RuleStep) step).condition().sql())
                .findFirst();
    }

    /**
     * What a report should say besides counts: versions of lists, uids of a list that no row has, and comparisons that a
     * search left out; complete after {@link #decisions}.
     *
     * @param rows all rows, rejected ones too
     */
    public List<String> notes(Dataset<Row> rows) {
        List<String> notes = new ArrayList<>();
        functions
                .lists()
                .forEach(list -> notes.add(
                        "block-list " + list.title() + ": " + list.entries().size() + " entries"));
        functions.subsets().forEach(subset -> notes.add(UnknownUids.note(rows, subset)));
        notes.addAll(search.notes());
        return notes;
    }

    @Override
    public void close() {
        search.close();
        functions.close();
    }
}
