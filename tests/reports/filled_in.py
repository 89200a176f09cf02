"""The one return that was published filled in: each row's level as printed, and its evidence as it would be typed.

The publication lost the bullets of four rows; they are split here as a careful reader would. Slips stay.
"""

FILLED_IN: dict[str, tuple[str, str]] = {
    "population-health-management": (
        "STARTING",
        """
Standard word regarding the position of the Systemwide PHM tool needs to be supplied by System Primary Care for \
inclusion in all place self-assessments.
We can include local workarounds which we are using to get us started whilst awaiting the release of the System \
PHM tool.
This is further supplemented by information tools and dashboards being developed by individual organisations e.g. SWBH \
Town Dashboard, where we are able to utilise acute information looking at the following data by town: Demographic \
profile, community contacts, emergency care, elective, out-patients and diagnostics with information about type of \
patient accessing service and also top intervention or complaint for each area.
""",
    ),
    "modern-general-practice": (
        "PROGRESSING",
        """
- There is an established primary/secondary care interface group in Sandwell with active workstreams, eg, wound care \
and maternity. This is supported by a system-wide interface group to progress system wide issues.
- All practices in Sandwell Signed up to A&G
- 3 channels available in all practices. However, for online consultation there are still 5 practices who are not \
fully compliant for open during core hours with no limitations. We are working with them to achieve by 1st Oct in line \
with national contract.
- 37 Practices are complying fully with demand and capacity work will the remaining 10 is ongoing.
- Some practices have undertaken the programme previously which has been run for a few years in different forms. ICB \
not identified practices for this tranche however the ICB has encouraged all practices to consider the programme to \
help them on their MGP journey, noting that the programme is a 12 week commitment starting in September.
- Peer Review Ambassadors
""",
    ),
    "standardising-community-health-services": (
        "STARTING",
        """
There are established MDT town teams meeting monthly in all 6 towns working well together.
This is enhanced by embedded voluntary sector partnership working as part of the MDT
We have a robust home first approach and support people to not be conveyed.
The PHM data will enable us to develop our approach and we have plans to develop this.
""",
    ),
    "neighbourhood-multidisciplinary-teams": (
        "STARTING",
        """
We have established MDTs in our 6 towns across Sandwell across health and social care partners and includes community, \
MH, LA. Public Health and social prescribers.
We are now developing the integration of primary care into Town MDTs as part of our next steps in the development of \
our Sandwell model..
We have pilots planned to develop our approach with metrics to be captured enabling us to assess the impact of primary \
care being in the MDT and determine next steps.
""",
    ),
    "integrated-intermediate-care": (
        "PROGRESSING",
        """
We have a mature Integrated Discharge Hub of Health and Social Care workforce.
We have an integrated reablement facility (Harvest View) to enable step up and step down.
We have daily capacity meetings informed by data.
We have a bed matrix across our place with details of bed provision.
We have therapy led provision across all P1 and P2 pathways.
We have accessible step-up provision available for health and social care teams.
We have a range of improvement activity underway including the need to embed automatic and systematic capture of \
patient experience.
""",
    ),
    "urgent-neighbourhood-services": (
        "PROGRESSING/ACHIEVING",
        """
We have one SPA for Sandwell where UCR and visible ambulance stack and call before convey is in place.
Step-down and step-up is in place with virtual wards and can support referrals from multiple partners.
We have demand and capacity modelling for UCR and Virtual Wards to develop proposed workforce models.
Community step-up is in place with digital tools and we are developing this further.
We communicate and work together across our services to develop integration including a frailty focus with some \
specific workshops. We have some frailty pilots planned with consultant attending our care navigation centre, piloting \
a GP person in the hub and developing proactive work in care homes.
We have integrated UCR and SPA
""",
    ),
    "system-architecture-and-model-of-care": (
        "STARTING",
        """
• Within Sandwell the 6 Towns are recognised by all partners including the residents as the neighbourhoods for the \
development of INT.
• All partners are part of the Sandwell Health & Care Partnership (SHCP) which has clear governance and has set out \
its vision and priorities which has identified key transformation priorities of Connected Communities and Home First.
• Sandwell and West Birmingham Hospital (SWBH) acts as the host for the SHCP.
• A draft INT specification is being developed by the ICB system in conjunction with all relevant parties which will \
support and set out agreed outcomes.
• We are continuing to develop our neighbourhood model and have some pilots currently being mobilised to test out our \
new model
""",
    ),
    "workforce": (
        "STARTING",
        """
* All partners are part of the Sandwell Health & Care Partnership (SHCP) which has clear governance and has set out \
its vision and priorities which has identified key transformation priorities of Connected Communities and Home First
* Our town team MDTs have been effective in building relationships to develop shared ways of working.
* Due to current system financial pressures, it is challenging to develop a workforce plan for the future.
* The pilots we have planned for INTs will develop how we work together across organisations with shared tools and \
processes
* We have established feedback loops in services and organisations, but we are developing how this is integrated.
* We have explored other local models to understand their learning to build into our model and how we roll-out this \
model.
* Through our Black Country
""",
    ),
    "clinical-and-professional-leadership": (
        "",
        """
- Strong clinical and professional leadership within the Sandwell Health & Care Partnership from all partners.
- Strong Primary Care Collaborative of all the PCN CD's that are actively part of the governance of the SHCP and are \
part of the leadership and development of all plans.
- Sandwell clinical leads also are key leaders of the Black Country Integrated Care Board and Black Country Primary \
Care Collaborative
""",
    ),
    "digital": (
        "STARTING",
        """
We are developing agreed data sharing agreements across all partners.
We do not yet have digitised records or an assessment of our digital maturity and are currently using manual processes.
Patients are directed to self-help tools and information electronically by general practice partners, eg, lifestyle \
changes.
We have digital tool in place for Virtual Words (Docobo) and are reviewing the system.
""",
    ),
}
