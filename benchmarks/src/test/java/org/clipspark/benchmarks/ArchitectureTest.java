package org.clipspark.benchmarks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

/** The arrows of docs/architecture.md, checked. */
@AnalyzeClasses(packages = "org.clipspark.benchmarks", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule hasNoPackageWithoutAConcept =
            noClasses().should().resideInAnyPackage("..util..", "..common..", "..core..", "..base..", "..misc..");

    @ArchTest
    static final ArchRule hasNoCycles =
            slices().matching("org.clipspark.benchmarks.(**)").should().beFreeOfCycles();

    // The servers of child processes speak with their parent over the standard streams.
    @ArchTest
    static final ArchRule printsThroughPicocli =
            noClasses().that().haveNameNotMatching(".*Server").should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule logsThroughSlf4j = GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
}
