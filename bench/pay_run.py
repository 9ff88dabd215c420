"""One pay run of many employees, from stored facts to sealed results in PostgreSQL.

    python bench/pay_run.py [N]          N is a million by default; OPENHRO_BENCH_N sets it too

Two months are run: the second has year-to-date figures to carry on and a month to be compared with, so it is the one
whose phases are printed. Prints key=value lines: payslips, seconds of each phase, payslips per second, peak memory in
MiB. Works in a scratch database of its own, which is dropped at the end.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openhro.config.settings")
os.environ["OPENHRO_POOL"] = "0"
os.environ["OPENHRO_DATABASE"] = NAME = "openhro_bench"

from bench.given import count  # noqa: E402

from openhro.config import postgres  # noqa: E402

SPENT: dict[str, float] = defaultdict(float)


def timed(phase: str, work: Callable[..., Any]) -> Callable[..., Any]:
    """The function, with its time added to a phase."""

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        start = time.perf_counter()
        try:
            return work(*args, **kwargs)
        finally:
            SPENT[phase] += time.perf_counter() - start

    return wrapped


# Ids in the order of making, as the product's own are.
SEED = """
create temporary sequence made;
create function pg_temp.id() returns uuid language sql volatile as
    $$ select ('019a0000-' || substr(n, 1, 4) || '-7000-8000-' || lpad(substr(n, 5), 12, '0'))::uuid
       from (select lpad(to_hex(nextval('made')), 12, '0') as n) one $$;
insert into people_person (id, client_id, external_id, given_name, family_name, preferred_name, date_of_birth, sex,
    email, phone, user_id, family_key, given_key, version, recorded_at)
select pg_temp.id(), %(client)s, 'p' || n, 'Given' || n, 'Family' || n, '', '1985-01-01', 'F', '', '', null,
    'family' || n, 'given' || n, 1, now() from generate_series(1, %(n)s) n;
insert into people_employment (id, client_id, person_id, external_id, number, entity_id, country, start,
    continuous_service_from, end_reason, version, recorded_at)
select pg_temp.id(), client_id, id, 'e' || substr(external_id, 2), external_id, %(entity)s, 'GB', '2020-01-01',
    '2020-01-01', '', 1, now() from people_person where client_id = %(client)s;
insert into people_payterms (id, client_id, employment_id, valid, recorded_at, basis, amount_minor, currency, hours_week, reason)
select pg_temp.id(), client_id, id, '[2020-01-01,)', now(), 'annual', 2200000 + (hashtext(external_id) & 8191) * 1000,
    'GBP', 37.5, '' from people_employment where client_id = %(client)s;
insert into people_bankaccount (id, client_id, employment_id, valid, recorded_at, scheme, holder, routing, account, last4,
    kind, priority, split)
select pg_temp.id(), client_id, id, '[2020-01-01,)', now(), 'bacs', 'X', '', '', '1234', 'checking', 1, 'remainder'
    from people_employment where client_id = %(client)s;
insert into people_nationalid (id, client_id, person_id, kind, country, value, blind, last4, recorded_at)
select pg_temp.id(), client_id, id, 'NINO', 'GB', '', decode(md5(external_id), 'hex'), '123A', now()
    from people_person where client_id = %(client)s;
insert into people_address (id, client_id, person_id, valid, recorded_at, line1, line2, city, region, postcode, country)
select pg_temp.id(), client_id, id, '[2020-01-01,)', now(), '1 High Street', '', 'Leeds', '', 'LS1 1AA', 'GB'
    from people_person where client_id = %(client)s;
insert into payroll_membership (id, client_id, group_id, employment_id, valid, recorded_at)
select pg_temp.id(), client_id, %(group)s, id, '[2020-01-01,)', now() from people_employment where client_id = %(client)s;
insert into payroll_taxfacts (id, client_id, employment_id, pack, facts, source, valid, recorded_at)
select pg_temp.id(), client_id, id, 'gb', jsonb_build_object(
        'tax_code', (array['1257L', '1257L', 'S1257L', 'BR', 'K475', '1100L'])[1 + (hashtext(external_id) & 65535) %% 6],
        'ni_letter', (array['A', 'A', 'A', 'C', 'M'])[1 + (hashtext(external_id) & 65535) %% 5],
        'student_loan_plan', (array['none', 'none', '1', '2'])[1 + (hashtext(external_id) & 65535) %% 4],
        'pension_method', 'net_pay', 'pension_employee_rate', '5%%', 'pension_employer_rate', '3%%'),
    '', '[2020-01-01,)', now() from people_employment where client_id = %(client)s;
"""


def seed(at: Any, people: int) -> None:
    """The stored facts of N employees, made by the database itself."""
    import psycopg

    values = {"client": at.at.client.pk, "entity": at.at.uk.pk, "group": at.group.pk, "n": people}
    with psycopg.connect(**postgres.connection("loader", NAME), autocommit=True) as connection:
        for statement in SEED.split(";\n"):
            if statement.strip():
                connection.execute(statement, values)  # type: ignore[arg-type]
        connection.execute("analyze")


def measure(people: int) -> None:
    from tests.openhro.payroll import make_payroll

    from openhro.core.scope import scope
    from openhro.payroll import services, shelf
    from openhro.payroll.models import Calculation, PayRun
    from openhro.payroll.services import calculate

    at = make_payroll.payroll(())
    start = time.perf_counter()
    seed(at, people)
    print(f"seed_seconds={time.perf_counter() - start:.1f}", flush=True)
    calculate.gather = timed("read", calculate.gather)
    calculate.compute = timed("calculate", calculate.compute)
    calculate.Comparison.add = timed("compare", calculate.Comparison.add)  # type: ignore[method-assign]
    calculate.Comparison.store = timed("variance", calculate.Comparison.store)  # type: ignore[method-assign]
    calculate.accounts.Paid.add = timed("accounts", calculate.accounts.Paid.add)  # type: ignore[method-assign]
    shelf.load, shelf.finish = timed("write", shelf.load), timed("attach", shelf.finish)
    for number in range(2):
        SPENT.clear()
        begun = time.perf_counter()
        run = at.act(services.open_run, at.periods[number].pk)
        at.act(services.lock_run, run.pk)
        at.act(services.calculate_run, run.pk)
        with scope(at.specialist):
            pending = Calculation.objects.get(run=run, state="computing")
        calculate.carry_out(at.specialist, pending.pk)
        total = time.perf_counter() - begun
        with scope(at.specialist):
            sealed = Calculation.objects.get(pk=pending.pk)
            assert (sealed.state, sealed.people, sealed.refused) == ("sealed", people, 0), sealed
            # As if it had been approved, released and paid: the next month may only follow a run that was.
            PayRun.objects.filter(pk=run.pk).update(state="released")
        print(f"month_{number + 1}_seconds={total:.2f}", flush=True)
    for phase in ("read", "calculate", "compare", "accounts", "write", "attach", "variance"):
        print(f"{phase}_seconds={SPENT[phase]:.2f}")
    print(f"other_seconds={total - sum(SPENT.values()):.2f}")
    print(f"payslips={people}\npayslips_per_second={people / total:.0f}")
    print(f"net_pay_minor={sealed.totals['net_pay']}")
    print(f"peak_mib={resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}")


def main() -> None:
    people = count(1_000_000)
    postgres.ensure()
    postgres.drop_database(NAME)
    postgres.create_database(NAME)
    try:
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", database="owner", verbosity=0)
        measure(people)
    finally:
        from django.db import connections

        connections.close_all()
        postgres.drop_database(NAME)


if __name__ == "__main__":
    print(f"day={date.today()}")
    main()
